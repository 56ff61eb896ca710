using Reverie.Algorithms.Dreamer.Agents;
using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Replay;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Data;
using Reverie.Training.Randomness;
using Reverie.WorldModels.Latents;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>Environments, replay, the returns of open episodes, and the random streams of both.</summary>
public sealed class DreamerExperience : IDisposable
{
    private readonly ReplayWriter _writer;
    private readonly EpisodeMetrics[] _soFar;
    private readonly ActionBatch _actions;

    /// <param name="options">The run's options.</param>
    /// <param name="environments">Where to play; they are reset.</param>
    /// <param name="folder">Where the replay may put files.</param>
    /// <param name="stop">Looked at while the environments are reset.</param>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public DreamerExperience(DreamerOptions options, IVectorEnvironment environments, string folder, CancellationToken stop = default)
    {
        Environments = environments;
        var seen = options.Algo.CnnKeys.Encoder.Concat(options.Algo.MlpKeys.Encoder).Select(name => environments.Layout[name]);
        var world = options.Algo.WorldModel;
        bool keepsStates = options.Buffer.Context > 0;
        var layout = new RowLayout(
            [.. seen], DreamerModel.SizeOf(environments.Layout.Action), keepsStates ? world.RecurrentModel.RecurrentStateSize : 0,
            keepsStates ? world.StochasticSize : 0);
        long capacity = options.Buffer.Size / environments.Count;
        Replay = new SequenceReplay(
            layout, environments.Count, capacity, options.Buffer.Memmap ? folder : null, keepsStates ? world.DiscreteSize : 0,
            options.Buffer.OnlineQueue ? options.Algo.PerRankSequenceLength : 0);
        _writer = new ReplayWriter(Replay, options.Env.ClipRewards);
        Exploration = new SeededRandom((ulong)options.Seed, "exploration");
        Sampling = new SeededRandom((ulong)options.Seed, "sampling");
        _soFar = new EpisodeMetrics[environments.Count];
        _actions = new ActionBatch(environments.Layout.Action, environments.Count);
        environments.Reset(TrainSeed((ulong)(options.Env.Wrapper.Seed ?? options.Seed)), stop);
    }

    public IVectorEnvironment Environments { get; }

    public SequenceReplay Replay { get; }

    /// <summary>Draws random actions.</summary>
    public SeededRandom Exploration { get; }

    /// <summary>Draws sequences.</summary>
    public SeededRandom Sampling { get; }

    /// <summary>Whether the environments say when they wait for the reader.</summary>
    public bool CountsReading => Environments.Layout.Observations.Any(spec => spec.Name == DreamerWorlds.IsReadStep);

    /// <summary>Steps in which an environment waited for the reader, so that nothing was done.</summary>
    public long ReadSteps { get; private set; }

    /// <summary>One step in every environment.</summary>
    /// <param name="policy">Who acts; null: chance.</param>
    /// <param name="ended">Told of each episode that ends.</param>
    public void Step(IPolicy? policy, Action<EpisodeMetrics> ended)
    {
        var current = Environments.Current;
        if (policy is null)
            RandomActions.Fill(_actions, Exploration);
        else
            policy.Act(current, new ActingOptions(), _actions);
        StepWith(_actions, ended, (policy as DreamerPolicy)?.State);
    }

    /// <summary>One step in every environment with given actions.</summary>
    /// <param name="actions">One each.</param>
    /// <param name="ended">Told of each episode that ends.</param>
    /// <param name="state">What is remembered of what is seen; null: nothing.</param>
    internal void StepWith(ActionBatch actions, Action<EpisodeMetrics> ended, LatentState? state = null)
    {
        var current = Environments.Current;
        if (CountsReading)
            ReadSteps += current[DreamerWorlds.IsReadStep].As<long>().Count(1);
        float[] states = Replay.Layout.StateSize > 0 && state is { } known ? LatentRows.Of(known, Replay.Layout) : [];
        _writer.Begin(current, ActionEncoding.Flat(actions), states);
        Environments.Step(actions);
        _writer.End(current);
        for (int i = 0; i < _soFar.Length; i++)
        {
            _soFar[i] = new(_soFar[i].Length + 1, _soFar[i].Return + current.Rewards[i]);
            if (!current.HasEnded(i))
                continue;
            ended(_soFar[i] with { Success = current.Successes[i] });
            _soFar[i] = default;
        }
    }

    internal void Save(BinaryWriter writer)
    {
        foreach (var episode in _soFar)
        {
            writer.Write(episode.Length);
            writer.Write(episode.Return);
        }
        writer.Write(ReadSteps);
    }

    /// <summary>Goes back to what <see cref="Save"/> saved; the environments are restored before.</summary>
    internal void Restore(BinaryReader reader)
    {
        for (int i = 0; i < _soFar.Length; i++)
        {
            var episode = new EpisodeMetrics(reader.ReadInt32(), reader.ReadDouble());
            // Where an environment could not be saved, another episode has begun.
            _soFar[i] = Environments.Current.IsFirst[i] ? default : episode;
        }
        // Runs of before it was counted have none.
        ReadSteps = reader.BaseStream.Position < reader.BaseStream.Length ? reader.ReadInt64() : 0;
    }

    public void Dispose()
    {
        Replay.Dispose();
        Environments.Dispose();
    }

    // Far from the seeds of evaluations, so that they never meet the same level through neighbouring seeds.
    private static ulong TrainSeed(ulong seed) => (seed * 1_000_003) + 1;
}
