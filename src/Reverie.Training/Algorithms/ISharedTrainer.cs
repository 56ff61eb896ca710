using Reverie.Training.Runs;

namespace Reverie.Training.Algorithms;

/// <summary>
/// A trainer that several processes can run together. Each has the whole run, takes the same steps in the same order, and computes its share
/// of every batch; what is drawn is drawn alike in all. See <see cref="RunContext.Team"/>.
/// </summary>
public interface ISharedTrainer : ITrainer
{
    /// <summary>What a checkpoint would hold now: with it another process begins where this one is.</summary>
    IEnumerable<CheckpointFile> State { get; }
}
