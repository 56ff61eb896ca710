using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>What moves world model, actor and critic.</summary>
public sealed record DreamerOptimizers(Optimizer World, Optimizer Actor, Optimizer Critic) : IDisposable
{
    /// <summary>Whether one moves all three.</summary>
    public bool IsOne => ReferenceEquals(World, Actor);

    /// <summary>By the names that checkpoints give them.</summary>
    internal IEnumerable<(string Name, Optimizer Optimizer)> All => IsOne ? [("agent", World)] : [("world", World), ("actor", Actor), ("critic", Critic)];

    /// <summary>One for all three.</summary>
    public static DreamerOptimizers Together(Optimizer optimizer) => new(optimizer, optimizer, optimizer);

    public void Dispose()
    {
        foreach (var (_, optimizer) in All)
            optimizer.Dispose();
    }
}
