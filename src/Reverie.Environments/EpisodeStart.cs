using Reverie.Environments.Seeding;

namespace Reverie.Environments;

/// <summary>Where an episode began: the random state, what the environment and its wrappers remember of earlier episodes, and the seed given.</summary>
internal sealed class EpisodeStart : IDisposable
{
    private readonly IEnvironment _environment;
    private readonly ICrossEpisodeState[] _remembering;
    private readonly MemoryStream _memory = new();
    private readonly BinaryWriter _writer;
    private Pcg64State _random;

    public EpisodeStart(IEnvironment environment)
    {
        _environment = environment;
        _remembering = [.. Layers.Of(environment).OfType<ICrossEpisodeState>()];
        _writer = new BinaryWriter(_memory);
    }

    /// <summary>The seed of the reset that began the episode.</summary>
    public ulong? Seed { get; private set; }

    /// <summary>Notes where the environment stands, right before it is reset.</summary>
    public void Capture(ulong? seed)
    {
        (Seed, _random) = (seed, _environment.Random.State);
        _memory.SetLength(0);
        foreach (var one in _remembering)
            one.SaveMemory(_writer);
        _writer.Flush();
    }

    /// <summary>Puts the environment back to where it stood; the same reset then begins the same episode.</summary>
    public void Return()
    {
        _environment.Random.State = _random;
        _memory.Position = 0;
        using var reader = new BinaryReader(_memory, System.Text.Encoding.UTF8, leaveOpen: true);
        foreach (var one in _remembering)
            one.RestoreMemory(reader);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Seed is not null);
        writer.Write(Seed ?? 0);
        Before().Write(writer);
        writer.Write(_memory.GetBuffer(), 0, (int)_memory.Length);
    }

    /// <summary>Notes what was saved, and puts the environment there.</summary>
    public void Load(BinaryReader reader)
    {
        bool seeded = reader.ReadBoolean();
        ulong seed = reader.ReadUInt64();
        _environment.Random.State = Pcg64State.Read(reader);
        foreach (var one in _remembering)
            one.RestoreMemory(reader);
        Capture(seeded ? seed : null);
    }

    /// <summary>
    /// Where the generator stood. A seed that was obeyed (its stream is the generator's now) makes that meaningless, and no two processes have
    /// the same; some of the original's wrappers drop the seed that they are given.
    /// </summary>
    private Pcg64State Before() =>
        Seed is { } seed && new Pcg64(seed).State is var seeded && seeded.Increment == _environment.Random.State.Increment ? seeded : _random;

    public void Dispose() => _writer.Dispose();
}
