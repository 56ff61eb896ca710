using Reverie.Environments;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;
using Reverie.Training.Configuration;

namespace Reverie.Training.Environments;

/// <summary>
/// One environment as a source of frames [C, H, W]: actions repeated, rewards summed, episodes cut at a limit. Its state can be
/// saved at any step: the random state of the episode's start and the actions since then lead back to it.
/// </summary>
public sealed class PixelEnvironment : IDisposable
{
    private readonly Environment<NdArray<byte>, int> _inner;
    private readonly PixelEnvironmentSettings _settings;
    private readonly byte[] _previous;
    private readonly List<byte> _actions = [];
    private Pcg64State _start;
    private int _startMemory;
    private int _frames;

    /// <param name="inner">Shows frames [C, H, W].</param>
    /// <param name="settings">Repeats, limit and reward of this environment.</param>
    /// <param name="seed">Seeds the environment's random stream; every episode goes on with it.</param>
    public PixelEnvironment(Environment<NdArray<byte>, int> inner, PixelEnvironmentSettings settings, ulong seed)
    {
        (_inner, _settings) = (inner, settings);
        _inner.Random.Seed(seed);
        _previous = new byte[Shape.Aggregate(1, (product, size) => product * size)];
    }

    /// <summary>C, H, W.</summary>
    public IReadOnlyList<int> Shape => ((Box<byte>)_inner.ObservationSpace).Shape.ToArray();

    public int ActionCount => ((Discrete)_inner.ActionSpace).Count;

    /// <summary>The scene as the environment itself draws it, [rows, columns, 3].</summary>
    public NdArray<byte> Render() => _inner.Render();

    /// <summary>Begins the next episode.</summary>
    /// <exception cref="ConfigException">The environment found no level.</exception>
    public void Reset(Span<byte> frame)
    {
        _start = _inner.Random.State;
        _startMemory = _inner.Unwrapped is ICrossEpisodeState remembering ? Memory(remembering) : 0;
        _actions.Clear();
        _frames = 0;
        try
        {
            _inner.Reset().Span.CopyTo(frame);
        }
        catch (LevelGenerationException e)
        {
            throw new ConfigException(
                $"{_inner.Unwrapped.GetType().Name} could not make a level: {e.Message.TrimEnd('.')}; choose another environment, or another common.seed.", e);
        }
    }

    /// <summary>Takes one action; the episode is over when <c>End</c> is true.</summary>
    public (float Reward, bool End) Step(int action, Span<byte> frame)
    {
        _actions.Add(checked((byte)action));
        double reward = 0;
        bool end = false;
        for (int repeat = 0; repeat < _settings.FrameSkip && !end; repeat++)
        {
            if (repeat == _settings.FrameSkip - 1 && repeat > 0)
                frame.CopyTo(_previous);
            var result = _inner.Step(action);
            result.Observation.Span.CopyTo(frame);
            reward += result.Reward;
            end = result.Done || ++_frames >= _settings.MaxEpisodeSteps;
            if (repeat == _settings.FrameSkip - 1 && repeat > 0)
                Brighter(frame, _previous);
        }
        return ((float)(_settings.ClipReward ? Math.Sign(reward) : reward), end);
    }

    public void Save(BinaryWriter writer)
    {
        foreach (ulong word in (ulong[])[(ulong)_start.State, (ulong)(_start.State >> 64), (ulong)_start.Increment, (ulong)(_start.Increment >> 64)])
            writer.Write(word);
        writer.Write(_start.HasHalf);
        writer.Write(_start.Half);
        writer.Write(_startMemory);
        writer.Write(_actions.Count);
        writer.Write([.. _actions]);
    }

    /// <summary>Goes back to what <see cref="Save"/> saved, by playing the episode's actions again.</summary>
    public void Restore(BinaryReader reader)
    {
        ulong stateLow = reader.ReadUInt64(), stateHigh = reader.ReadUInt64(), incrementLow = reader.ReadUInt64(), incrementHigh = reader.ReadUInt64();
        _inner.Random.State = new(new UInt128(stateHigh, stateLow), new UInt128(incrementHigh, incrementLow), reader.ReadBoolean(), reader.ReadUInt32());
        int memory = reader.ReadInt32();
        if (_inner.Unwrapped is ICrossEpisodeState remembering)
            remembering.RestoreMemory(new BinaryReader(new MemoryStream(BitConverter.GetBytes(memory))));
        byte[] actions = reader.ReadBytes(reader.ReadInt32());
        byte[] frame = new byte[_previous.Length];
        Reset(frame);
        foreach (byte action in actions)
            Step(action, frame);
    }

    public void Dispose() => _inner.Dispose();

    private static int Memory(ICrossEpisodeState remembering)
    {
        byte[] memory = new byte[sizeof(int)];
        remembering.SaveMemory(new BinaryWriter(new MemoryStream(memory)));
        return BitConverter.ToInt32(memory);
    }

    /// <summary>The brighter of two frames, byte by byte: games draw some things in every other frame only.</summary>
    private static void Brighter(Span<byte> frame, ReadOnlySpan<byte> other)
    {
        for (int i = 0; i < frame.Length; i++)
            frame[i] = Math.Max(frame[i], other[i]);
    }
}
