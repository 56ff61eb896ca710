using Reverie.Training.Data;

namespace Reverie.Training.Environments;

/// <summary>Pixel environments side by side, for the collector.</summary>
public sealed class PixelEnvironments : ICollectorEnvironment, IDisposable
{
    private readonly PixelEnvironment[] _environments;
    private readonly bool[] _ended;

    /// <param name="make">Makes the environment of an index.</param>
    /// <param name="count">How many.</param>
    public PixelEnvironments(Func<int, PixelEnvironment> make, int count)
    {
        _environments = [.. Enumerable.Range(0, count).Select(make)];
        _ended = new bool[count];
        var shape = _environments[0].Shape;
        ObservationShape = new(shape[0], shape[1], shape[2]);
        ActionCount = _environments[0].ActionCount;
    }

    public int Count => _environments.Length;

    public int ActionCount { get; }

    public ObservationShape ObservationShape { get; }

    public IReadOnlyList<PixelEnvironment> Environments => _environments;

    public void Reset(Span<byte> observations)
    {
        Array.Clear(_ended);
        for (int i = 0; i < Count; i++)
            _environments[i].Reset(Frame(observations, i));
    }

    public void Step(ReadOnlySpan<long> actions, Span<byte> observations, Span<float> rewards, Span<bool> ends)
    {
        for (int i = 0; i < Count; i++)
        {
            (rewards[i], ends[i]) = (0, true);
            if (_ended[i])
                continue; // It waits, showing its last frame, until all have ended.
            (rewards[i], ends[i]) = _environments[i].Step((int)actions[i], Frame(observations, i));
            _ended[i] = ends[i];
        }
    }

    public void Save(BinaryWriter writer)
    {
        for (int i = 0; i < Count; i++)
        {
            _environments[i].Save(writer);
            writer.Write(_ended[i]);
        }
    }

    public void Restore(BinaryReader reader)
    {
        for (int i = 0; i < Count; i++)
        {
            _environments[i].Restore(reader);
            _ended[i] = reader.ReadBoolean();
        }
    }

    public void Dispose()
    {
        foreach (var environment in _environments)
            environment.Dispose();
    }

    private Span<byte> Frame(Span<byte> observations, int index) => observations.Slice(index * ObservationShape.Size, ObservationShape.Size);
}
