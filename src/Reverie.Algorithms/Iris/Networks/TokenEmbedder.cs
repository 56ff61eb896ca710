using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>Looks actions up in one table (0) and observation tokens in another (1).</summary>
internal sealed class TokenEmbedder : Module
{
    private readonly int _blockSize;
    private readonly ModuleList<Layer> _tables;

    public TokenEmbedder(int blockSize, long actions, Func<Layer> observations, long width, Generator? generator)
    {
        _blockSize = blockSize;
        _tables = Child(
            "embedding_tables", new ModuleList<Layer>(new Embedding(actions, width, generator), observations()));
    }

    /// <param name="tokens">Integers [B, T].</param>
    /// <param name="previous">Tokens before these.</param>
    /// <returns>[B, T, E]</returns>
    public Tensor Forward(Tensor tokens, long previous)
    {
        long steps = tokens.Size(1);
        if (steps == 1)
            return (IsAction(previous) ? _tables[0] : _tables[1]).Forward(tokens);
        long[] actions = Positions(steps, previous, isAction: true), observations = Positions(steps, previous, isAction: false);
        if (actions.Length == 0)
            return _tables[1].Forward(tokens);
        if (observations.Length == 0)
            return _tables[0].Forward(tokens);
        Tensor actionIndex = Tensor.From(actions).To(tokens.Device), observationIndex = Tensor.From(observations).To(tokens.Device);
        var both = Tensor.Cat([_tables[0].Forward(tokens.IndexSelect(1, actionIndex)), _tables[1].Forward(tokens.IndexSelect(1, observationIndex))], 1);
        return both.IndexSelect(1, Interleaving(actions, observations).To(tokens.Device));
    }

    // Where each position's embedding is once all actions stand before all observations.
    private static Tensor Interleaving(long[] actions, long[] observations)
    {
        long[] order = new long[actions.Length + observations.Length];
        for (int i = 0; i < actions.Length; i++)
            order[actions[i]] = i;
        for (int i = 0; i < observations.Length; i++)
            order[observations[i]] = actions.Length + i;
        return Tensor.From(order);
    }

    private long[] Positions(long steps, long previous, bool isAction)
    {
        var found = new List<long>();
        for (long i = 0; i < steps; i++)
        {
            if (IsAction(previous + i) == isAction)
                found.Add(i);
        }
        return [.. found];
    }

    private bool IsAction(long position) => position % _blockSize == _blockSize - 1;
}
