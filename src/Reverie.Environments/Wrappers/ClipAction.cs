using System.Numerics;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>Takes any real numbers for actions; what lies beyond the bounds of the environment acts as the bound.</summary>
/// <param name="inner">The environment.</param>
public sealed class ClipAction<TObservation, T>(Environment<TObservation, NdArray<T>> inner) : NumbersActionWrapper<TObservation, T>(inner)
    where TObservation : notnull
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Space<NdArray<T>> ActionSpace { get; } =
        new Box<T>(T.NegativeInfinity, T.PositiveInfinity, inner.ActionSpace is Box<T> bounds ? bounds.Shape : []);

    private protected override T Translate(T number, int index) => T.Clamp(number, Bounds.Bounds(index).Low, Bounds.Bounds(index).High);
}
