namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Plays the same few levels over and over: each reset takes the next of a list of seeds, whatever the caller asks for.</summary>
public sealed class ReseedWrapper : GridWrapper, ICrossEpisodeState
{
    private readonly ulong[] _seeds;
    private int _next;

    /// <param name="inner">The environment.</param>
    /// <param name="seeds">The seeds, at least one.</param>
    /// <param name="seedIdx">The index of the first to use.</param>
    /// <exception cref="ArgumentException">There are no seeds, or there is none of that index.</exception>
    public ReseedWrapper(Environment<GridObservation<byte>, int> inner, IReadOnlyList<ulong> seeds, int seedIdx = 0) : base(inner)
    {
        if (seeds.Count == 0)
            throw new ArgumentException("Give at least one seed to go round in.");
        if (seedIdx < 0 || seedIdx >= seeds.Count)
            throw new ArgumentException($"There are {seeds.Count} seeds: seed_idx must be from 0 to {seeds.Count - 1}, not {seedIdx}.");
        (_seeds, _next) = ([.. seeds], seedIdx);
    }

    public override GridObservation<byte> Reset(ulong? seed = null)
    {
        ulong own = _seeds[_next];
        _next = (_next + 1) % _seeds.Length;
        return Inner.Reset(own);
    }

    void ICrossEpisodeState.SaveMemory(BinaryWriter writer) => writer.Write(_next);

    void ICrossEpisodeState.RestoreMemory(BinaryReader reader)
    {
        int next = reader.ReadInt32();
        _next = (uint)next < (uint)_seeds.Length
            ? next
            : throw new InvalidDataException($"Seed {next} was saved to come next, and there are {_seeds.Length}: what was saved is of another list of seeds.");
    }
}
