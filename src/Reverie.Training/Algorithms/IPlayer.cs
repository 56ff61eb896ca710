using Reverie.Environments.Arrays;
using Reverie.Training.Data;
using Reverie.Training.Media;

namespace Reverie.Training.Algorithms;

/// <summary>
/// A trained agent, for evaluation and for the viewer. What else it can do it says by further interfaces, such as
/// <see cref="IOnnxExport"/>.
/// </summary>
public interface IPlayer : IDisposable
{
    /// <summary>Acts.</summary>
    IPolicy Policy { get; }

    /// <summary>Pictures of what it makes of what it sees, such as a reconstruction; they stand beside the environment's in films.</summary>
    /// <param name="seen">The present step.</param>
    /// <param name="row">Of which environment.</param>
    IReadOnlyList<Panel> Explain(StepBatch seen, int row) => [];
}
