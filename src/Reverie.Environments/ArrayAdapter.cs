using Reverie.Environments.Arrays;
using Reverie.Environments.Arrays.Conversion;
using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>An environment with types of its own, stepped through arrays.</summary>
internal sealed class ArrayAdapter<TObservation, TAction> : IArrayEnvironment
    where TObservation : notnull
    where TAction : notnull
{
    private readonly Environment<TObservation, TAction> _environment;
    private readonly IRowWriter<TObservation> _writer;
    private readonly IActionReader<TAction> _reader;
    private readonly IJudgesSuccess? _judge;
    private readonly IHasAchievements? _achieving;
    private readonly EpisodeMemory _memory;

    /// <exception cref="NotSupportedException">No arrays can hold the observations or the actions.</exception>
    public ArrayAdapter(Environment<TObservation, TAction> environment)
    {
        _environment = environment;
        var observations = new ObservationFormat(environment.ObservationSpace);
        var actions = new ActionFormat(environment.ActionSpace);
        (_writer, _reader) = (observations.WriterOf<TObservation>(), actions.ReaderOf<TAction>());
        Layout = new(observations.Arrays, observations.Texts, actions.Spec);
        (_judge, _achieving) = (environment.Unwrapped as IJudgesSuccess, environment.Unwrapped as IHasAchievements);
        _memory = new(environment, actions.Spec);
    }

    public StepLayout Layout { get; }

    public string? SuccessMeaning => _judge?.SuccessMeaning;

    public IReadOnlyList<string> AchievementNames => _achieving?.AchievementNames ?? [];

    public T? Origin<T>() where T : class => _environment as T;

    public Saving Saving => _memory.Saving;

    public void Reset(ulong? seed, ObservationRow observation)
    {
        _memory.Begin(seed);
        _writer.Write(_environment.Reset(seed), observation);
    }

    public StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var result = _environment.Step(_reader.Read(action));
        _memory.Add(action);
        _writer.Write(result.Observation, observation);
        return new(result.Reward, result.Terminated, result.Truncated, _judge?.Succeeded, _achieving?.Achieved ?? 0);
    }

    public StepSignal Repeat(ActionRow action, Span<double> rewards, ObservationRow previous, ObservationRow last, out int times)
    {
        if (_environment is not IRepeatsActions<TObservation, TAction> { CanRepeat: true } repeating || Saving != Saving.None)
            return Repeats.OneByOne(this, action, rewards, previous, last, out times);
        var result = repeating.Repeat(_reader.Read(action), rewards);
        times = result.Times;
        if (result.Previous is { } before)
            _writer.Write(before, previous);
        _writer.Write(result.Last.Observation, last);
        return new(result.Last.Reward, result.Last.Terminated, result.Last.Truncated, _judge?.Succeeded, _achieving?.Achieved ?? 0);
    }

    public NdArray<byte> Render() => _environment.Render();

    public void Save(BinaryWriter writer) => _memory.Save(writer);

    public void Restore(BinaryReader reader)
    {
        var actions = _memory.Restore(reader, seed => _environment.Reset(seed));
        for (int i = 0; i < actions.Count; i++)
            _environment.Step(_reader.Read(actions[i]));
        _memory.RequireRestored();
    }

    public void Dispose()
    {
        _memory.Dispose();
        _environment.Dispose();
    }
}
