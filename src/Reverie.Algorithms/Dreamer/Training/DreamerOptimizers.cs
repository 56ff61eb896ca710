using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>What moves world model, actor and critic.</summary>
public sealed record DreamerOptimizers(Optimizer World, Optimizer Actor, Optimizer Critic) : IDisposable
{
    /// <summary>By the names that checkpoints give them.</summary>
    internal IEnumerable<(string Name, Optimizer Optimizer)> All => [("world", World), ("actor", Actor), ("critic", Critic)];

    public void Dispose()
    {
        foreach (var (_, optimizer) in All)
            optimizer.Dispose();
    }
}
