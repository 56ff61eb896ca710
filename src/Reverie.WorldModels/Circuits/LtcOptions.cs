using System.ComponentModel.DataAnnotations;

namespace Reverie.WorldModels.Circuits;

/// <summary>How a liquid cell is solved and read; the defaults are the reference package's.</summary>
public sealed record LtcOptions
{
    /// <summary>Solver steps within one step of the sequence.</summary>
    [Range(1, 1 << 10)]
    public int OdeUnfolds { get; init; } = 6;

    public LtcMapping InputMapping { get; init; } = LtcMapping.Affine;

    public LtcMapping OutputMapping { get; init; } = LtcMapping.Affine;

    /// <summary>Added to the divisor of each solver step.</summary>
    [Range(0.0, 1.0)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>
    /// Keep conductances and capacities positive by softplus. Where this is false, call <see cref="LtcCell.ApplyConstraints"/> after each step
    /// of the optimizer.
    /// </summary>
    public bool ImplicitConstraints { get; init; } = true;
}
