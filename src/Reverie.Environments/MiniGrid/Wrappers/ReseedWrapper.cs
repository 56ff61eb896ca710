namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Plays the same few levels over and over: each reset takes the next of a list of seeds, whatever the caller asks for.</summary>
public sealed class ReseedWrapper : GridWrapper
{
    private readonly ulong[] _seeds;
    private int _next;

    /// <param name="inner">The environment.</param>
    /// <param name="seeds">The seeds, at least one.</param>
    /// <param name="first">The index of the first to use.</param>
    /// <exception cref="ArgumentException">There are no seeds.</exception>
    public ReseedWrapper(Environment<GridObservation<byte>, int> inner, IReadOnlyList<ulong> seeds, int first = 0) : base(inner)
    {
        if (seeds.Count == 0)
            throw new ArgumentException("Give at least one seed to go round in.", nameof(seeds));
        (_seeds, _next) = ([.. seeds], first);
    }

    public override GridObservation<byte> Reset(ulong? seed = null)
    {
        ulong own = _seeds[_next];
        _next = (_next + 1) % _seeds.Length;
        return Inner.Reset(own);
    }
}
