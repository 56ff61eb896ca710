using System.Text;
using Reverie.Algorithms.Ppo.Agents;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Torch.Serialization;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Metrics;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;
using Reverie.Training.Tracking;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>Trains the founding project's PPO: an episode, an update, an episode. An interrupted run goes on behind its last update.</summary>
public sealed class OriginalTrainer : ITrainer
{
    private const string Weights = "agent.safetensors", Moments = "optimizer.safetensors", State = "state/run";

    private readonly OriginalOptions _options;
    private readonly RunFolder _run;
    private readonly TimeProvider _time;
    private readonly IProgressReporter _reporter;
    private readonly IVectorEnvironment _world;
    private readonly OriginalNetwork _network;
    private readonly Adam _optimizer;
    private readonly PpoUpdate _update;
    private readonly OriginalBuffer _buffer;
    private readonly SeededRandom _actions, _order;
    private readonly ActionDraw _draw;
    private readonly OriginalPolicy _policy;
    private readonly Guide? _guide;
    private readonly List<double> _returns = [];
    private readonly CheckpointStore _checkpoints;
    private readonly IMetricsWriter _metrics;

    /// <param name="options">What to train.</param>
    /// <param name="context">Where the run lives, and whether it goes on from the newest good checkpoint.</param>
    /// <exception cref="ConfigException">The level does not fit.</exception>
    /// <exception cref="CheckpointException">There is nothing to resume from.</exception>
    public OriginalTrainer(OriginalOptions options, RunContext context)
    {
        (_options, _run, _time, _reporter) = (options, context.Folder, context.Time, context.Reporter);
        ulong seed = (ulong)options.Common.Seed;
        var environments = new List<IEnvironment>();
        _world = EnvironmentFactory.MakeVector(context.Worlds, options.World, "env_name", 1, context.Stop, environments.Add);
        try
        {
            int actions = OriginalPolicy.CheckedActions(_world.Layout, options.EnvName!);
            using var generator = new Generator(seed);
            _network = new OriginalNetwork(actions, generator);
            _optimizer = new Adam(_network.Parameters(), options.Lr);
            _update = new PpoUpdate(options.Losses, _optimizer);
            _buffer = new OriginalBuffer(options.Steps);
            (_actions, _order) = (new SeededRandom(seed, "actions"), new SeededRandom(seed, "order"));
            _draw = new ActionDraw(_world.Layout.Action, _actions);
            _policy = new OriginalPolicy(_network, _world.Layout.Action, _actions);
            if (options.Guidance is { Kind: not GuidanceKind.None } guidance)
                _guide = new Guide(guidance, Advisers.Create(guidance.Adviser, _world.Layout, 1, seed), environments, actions, options.Gamma);
            _checkpoints = _run.OpenCheckpoints(options.Checkpoint.KeepLast);
            if (context.Resume)
                Restore();
            else
                _world.Reset((seed * 1_000_003) + 1, context.Stop);
            long? resumedFrom = context.Resume ? Rollouts : null;
            _metrics = Trackers.Open(context, options.Wandb.Mode, resumedFrom);
        }
        catch
        {
            _guide?.Dispose();
            _optimizer?.Dispose();
            _network?.Dispose();
            _world.Dispose();
            throw;
        }
        double parameters = _network.ParameterCount(), touched = parameters - (OriginalNetwork.Symbols * (OriginalNetwork.Classes - 1.0) * 2 * OriginalNetwork.Width);
        double operations = options.Rollouts * options.Steps * 2 * touched * (1 + (3.0 * options.Epochs));
        Estimate = new([("actor-critic", (long)parameters)], "cpu", (250L << 20) + (long)(4 * sizeof(double) * parameters), operations / 10, operations, "if episodes are short");
    }

    public RunEstimate? Estimate { get; }

    /// <summary>Rollouts that were learned from.</summary>
    public int Rollouts => _returns.Count;

    /// <summary>Trains to the last rollout, or until a stop is asked for; in any case the state is saved.</summary>
    /// <returns>True when the run is complete, false when it was stopped.</returns>
    public bool Run(GracefulStop? stop = null)
    {
        using var phase = new ProgressPhase(_reporter, _time, "train", "rollouts", _options.Rollouts);
        phase.Resume(Rollouts);
        while (Rollouts < _options.Rollouts)
        {
            if (stop is { IsRequested: true })
            {
                Save();
                return false;
            }
            Learn(phase);
            if (Rollouts % _options.Checkpoint.Every == 0 && Rollouts < _options.Rollouts)
                Save();
        }
        Save();
        return true;
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _guide?.Dispose();
        _optimizer.Dispose();
        _network.Dispose();
        _world.Dispose();
    }

    internal static void LoadWeights(Checkpoint checkpoint, OriginalNetwork network)
    {
        using var scope = new TensorScope();
        network.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(Weights)));
    }

    private void Learn(ProgressPhase phase)
    {
        var (sum, length, success) = Play();
        _buffer.Finish(_options.Gamma);
        var losses = Update();
        _returns.Add(sum);
        var metrics = new Dictionary<string, double>
        {
            ["train/return"] = sum,
            ["train/mean_return"] = _returns.Average(),
            ["train/length"] = length,
            ["train/success"] = success ? 1 : 0,
            ["loss"] = losses.Total,
            ["policy_loss"] = losses.Policy,
            ["value_loss"] = losses.Value,
            ["entropy"] = losses.Entropy,
            ["approx_kl"] = losses.ApproximateKl,
            ["clip_fraction"] = losses.ClipFraction,
        };
        _guide?.Log(metrics);
        _metrics.Scalars(Rollouts, metrics);
        phase.Set("return", _returns.Skip(Math.Max(0, Rollouts - 20)).Average());
        phase.Advance();
    }

    /// <summary>One episode, up to its end or the buffer's.</summary>
    private (double Return, int Length, bool Success) Play()
    {
        _buffer.Clear();
        if (_guide is not null)
            _guide.Rollouts = Rollouts;
        var actions = new ActionBatch(_world.Layout.Action, 1);
        var known = new Dictionary<string, (float[] Logits, double Value)>(StringComparer.Ordinal);
        double sum = 0;
        for (int t = 0; t < _options.Steps; t++)
        {
            var seen = _world.Current;
            byte[] view = seen[OriginalPolicy.View].Row(0).ToArray();
            // The networks stay as they are for the whole episode, so a view that was seen in it is looked at no more.
            string key = Encoding.Latin1.GetString(view);
            if (!known.TryGetValue(key, out var said))
                known[key] = said = (_policy.Look(seen, out double[] values), values[0]);
            float[] logits = said.Logits;
            double logProbability;
            if (_guide is null)
            {
                logProbability = _draw.Choose(logits, 1, samples: true, actions.Integers);
            }
            else
            {
                _guide.Ask(seen, actions);
                logProbability = _guide.Choose(0, logits, _draw, default, out _, out long action);
                actions.Integers[0] = action;
                _guide.Note(seen, 0, logits, action);
            }
            long taken = actions.Integers[0];
            _world.Step(actions);
            double reward = _world.Current.Rewards[0];
            sum += reward;
            _buffer.Keep(t, view, taken, logProbability, said.Value, reward + (_guide?.Pay(_world.Current, 0) ?? 0));
            if (_world.Current.HasEnded(0))
                return (sum, t + 1, _world.Current.Successes[0] == true);
        }
        return (sum, _options.Steps, false);
    }

    private MinibatchLosses Update()
    {
        using var scope = new TensorScope();
        long[] order = [.. Enumerable.Range(0, _options.Steps)];
        try
        {
            return _update.Run(_buffer.Targets(), _buffer.Evaluate(_network), _ => Tensor.From(Order.Shuffle(order, _order), order.Length)).Means;
        }
        catch (NonFiniteGradientException e)
        {
            throw new TrainingDivergedException($"Rollout {Rollouts + 1}: {e.Message} Lower lr and resume from the last checkpoint.");
        }
    }

    private void Save()
    {
        _metrics.Flush();
        ResultsFile.Write(Path.Combine(_run.Path, $"{_options.ResultsFile}.npy"), _returns);
        if (!_options.Common.DoCheckpoint)
            return;
        _checkpoints.Save(Rollouts, [
            new(Weights, stream => StateDictFile.Save(stream, _network.StateDict())),
            new(Moments, stream =>
            {
                using var scope = new TensorScope();
                StateDictFile.Save(stream, _optimizer.StateDict().Select(pair => (pair.Key, pair.Value)));
            }),
            new(State, stream =>
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                writer.Write(_returns.Count);
                _returns.ForEach(writer.Write);
                _actions.State.Write(writer);
                _order.State.Write(writer);
                _world.Save(writer);
                _guide?.Save(writer);
            }),
        ]);
    }

    private void Restore()
    {
        var checkpoint = _checkpoints.RequireNewest(
            _reporter, $"There is no good checkpoint in '{_run.Checkpoints}' to resume from; start a new run with `reverie train`.");
        using var scope = new TensorScope();
        LoadWeights(checkpoint, _network);
        _optimizer.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(Moments)));
        using var reader = new BinaryReader(checkpoint.Open(State));
        for (int count = reader.ReadInt32(); count > 0; count--)
            _returns.Add(reader.ReadDouble());
        (_actions.State, _order.State) = (RandomState.Read(reader), RandomState.Read(reader));
        _world.Restore(reader);
        _guide?.Restore(reader);
        _reporter.Message($"Going on after rollout {Rollouts} of {_options.Rollouts}.");
    }
}
