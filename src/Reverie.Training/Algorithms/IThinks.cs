using Reverie.Environments.Arrays;

namespace Reverie.Training.Algorithms;

/// <summary>What a player implements that can say what it thinks.</summary>
public interface IThinks
{
    /// <summary>What it thinks of the step upon which its policy acted last.</summary>
    /// <param name="seen">That step.</param>
    /// <param name="row">Of which environment.</param>
    Thought Think(StepBatch seen, int row);

    /// <summary>
    /// What can be seen of its inside. Asked only while somebody looks, once a step behind <see cref="Think"/>; it leaves no trace in what is done.
    /// </summary>
    /// <param name="at">Where.</param>
    IReadOnlyList<Insight> LookInside(Glance at) => [];
}
