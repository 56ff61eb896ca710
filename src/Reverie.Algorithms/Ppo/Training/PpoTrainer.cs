using Reverie.Algorithms.Ppo.Agents;
using Reverie.Algorithms.Ppo.Evaluation;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Algorithms.Ppo.Options;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Distributed;
using Reverie.Training.Metrics;
using Reverie.Training.Progress;
using Reverie.Training.Runs;
using Reverie.Training.Tracking;

namespace Reverie.Algorithms.Ppo.Training;

/// <summary>Trains PPO: rollout, update, rollout, update. An interrupted run goes on behind its last update, bit for bit.</summary>
public sealed class PpoTrainer : ISharedTrainer
{
    private const string Remedy = "Lower training.learning_rate or training.max_grad_norm and resume from the last checkpoint.";

    private readonly PpoOptions _options;
    private readonly RunFolder _run;
    private readonly Team _team;
    private readonly TimeProvider _time;
    private readonly IProgressReporter _reporter;
    private readonly PpoComponents _components;
    private readonly PpoEvaluation _evaluation;
    private readonly PpoCursor _cursor = new();
    private readonly CheckpointStore _checkpoints;
    private readonly IMetricsWriter _metrics;

    /// <param name="options">What to train.</param>
    /// <param name="context">Where the run lives, and whether it goes on from the newest good checkpoint.</param>
    /// <exception cref="CheckpointException">There is nothing to resume from.</exception>
    /// <exception cref="ConfigException">The environment and the options do not fit together.</exception>
    public PpoTrainer(PpoOptions options, RunContext context)
    {
        (_options, _run, _team, _time, _reporter) = (options, context.Folder, context.Team, context.Time, context.Reporter);
        var device = Devices.Choose(options.Common.Device, _team.LocalRank);
        TorchRuntime.KeepLargeBuffersMapped();
        _components = new PpoComponents(options, context.Worlds, device, context.Stop, _team);
        try
        {
            _evaluation = new PpoEvaluation(options, context.Worlds, _run, _components, device, _team);
            RefuseGoalWithoutJudge();
            _checkpoints = _run.OpenCheckpoints(options.Checkpoint.KeepLast);
            if (context.Resume)
                Restore(context);
            else
                Begin(context.Stop);
            long? resumedFrom = context.Resume ? _cursor.Steps : null;
            _metrics = Trackers.Open(context, options.Wandb.Mode, resumedFrom);
            Estimate = PpoEstimate.Of(options, _components.Network, _components.Input, _components.Worlds.Layout, device);
        }
        catch
        {
            _evaluation?.Dispose();
            _components.Dispose();
            throw;
        }
    }

    public RunEstimate? Estimate { get; }

    public IEnumerable<CheckpointFile> State => PpoCheckpoint.Files(_components, _cursor);

    /// <summary>Environment steps taken.</summary>
    public long Steps => _cursor.Steps;

    /// <summary>What the last evaluation found: mean return; null before the first.</summary>
    public double? LastReturn => _cursor.Return;

    /// <summary>Whether the last evaluation reached what was asked for.</summary>
    public bool IsSolved => _cursor.Success >= _options.Evaluation.SolvedAt || _cursor.Return >= _options.Evaluation.SolvedReturn;

    private bool IsComplete => _cursor.Steps >= _options.Common.Steps;

    private bool IsEvaluationDue => _options.Evaluation.Should
        && (IsComplete ? _cursor.Evaluated < _cursor.Steps : _cursor.Steps / _options.Evaluation.Every > Math.Max(0, _cursor.Evaluated) / _options.Evaluation.Every);

    /// <summary>Trains until the last step, or until the task is solved, or until a stop is asked for; in any case the state is saved.</summary>
    /// <returns>True when the run is complete, false when it was stopped.</returns>
    public bool Run(GracefulStop? stop = null)
    {
        using var phase = new ProgressPhase(_reporter, _time, "train", "steps", _options.Common.Steps);
        phase.Resume(_cursor.Steps);
        while (true)
        {
            if (IsEvaluationDue && !Evaluate(stop))
                return Stopped();
            if (IsComplete || IsSolved)
                break;
            if (stop is { IsRequested: true })
                return Stopped();
            Learn(phase);
            if (_options.Common.DoCheckpoint && _cursor.Steps - _cursor.Saved >= _options.Checkpoint.Every)
                Save();
        }
        if (_options.Common.DoCheckpoint)
            Save();
        if (IsSolved)
            _reporter.Message($"Solved after {_cursor.Steps:N0} steps, so the run ends here (evaluation.solved_at, evaluation.solved_return).");
        return true;
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _evaluation.Dispose();
        _components.Dispose();
    }

    // Far apart, so that training, test and later evaluations never meet the same level through neighbouring seeds.
    internal static ulong TrainSeed(ulong seed) => (seed * 1_000_003) + 1;

    /// <summary>One rollout and one update.</summary>
    private void Learn(ProgressPhase phase)
    {
        var (training, rollout) = (_options.Training, _components.Rollout);
        long started = _time.GetTimestamp();
        double progress = (double)_cursor.Steps / _options.Common.Steps;
        if (_components.Guide is { } guide)
            (guide.Progress, guide.Rollouts) = (progress, _cursor.Updates);
        _components.Optimizer.Groups[0].LearningRate = training.AnnealLearningRate ? training.LearningRate * (1 - progress) : training.LearningRate;
        _components.Collector.Fill(rollout, training.Gamma, training.GaeLambda);
        var (losses, epochs) = Update();
        _cursor.Updates++;
        _cursor.Steps += _options.Collection.Steps;
        double seconds = _time.GetElapsedTime(started).TotalSeconds;
        var metrics = new Dictionary<string, double>
        {
            ["loss"] = losses.Total,
            ["policy_loss"] = losses.Policy,
            ["value_loss"] = losses.Value,
            ["entropy"] = losses.Entropy,
            ["approx_kl"] = losses.ApproximateKl,
            ["clip_fraction"] = losses.ClipFraction,
            ["grad_norm"] = losses.GradientNorm,
            ["explained_variance"] = ExplainedVariance(rollout.Values, rollout.Returns),
            ["epochs"] = epochs,
            ["learning_rate"] = _components.Optimizer.Groups[0].LearningRate,
            ["updates"] = _cursor.Updates,
            ["steps_per_second"] = _options.Collection.Steps / Math.Max(1e-9, seconds),
        };
        _components.Tally.Log(metrics);
        _components.Guide?.Log(metrics);
        _metrics.Scalars(_cursor.Steps, metrics);
        foreach (string shown in (string[])["train/return", "train/success", "entropy"])
        {
            if (metrics.TryGetValue(shown, out double value))
                phase.Set(shown.Replace("train/", "", StringComparison.Ordinal), value);
        }
        phase.Advance(_options.Collection.Steps);
    }

    private (MinibatchLosses Means, int Epochs) Update()
    {
        using var scope = new TensorScope();
        var rollout = _components.Rollout;
        long[] order = [.. Enumerable.Range(0, rollout.Units)];
        (MinibatchLosses Means, int Epochs) result;
        try
        {
            result = _components.Update.Run(
                rollout.Targets(), steps => rollout.Evaluate(_components.Network, steps),
                _ => rollout.Order(Order.Shuffle(order, _components.OrderRandom), _options.Training.Minibatches),
                sequence: Math.Max(1, rollout.Sequence));
        }
        catch (NonFiniteGradientException e)
        {
            throw new TrainingDivergedException($"Update {_cursor.Updates + 1}: {e.Message} {Remedy}");
        }
        return double.IsFinite(result.Means.Total)
            ? result
            : throw new TrainingDivergedException($"The loss of update {_cursor.Updates + 1} is {result.Means.Total}. {Remedy}");
    }

    /// <summary>1 - Var(returns - values) / Var(returns): 1 is a perfect critic, 0 one that knows the mean; 0 where all returns are alike.</summary>
    private static double ExplainedVariance(float[] values, float[] returns)
    {
        double mean = returns.Average(value => (double)value), variance = returns.Sum(value => (value - mean) * (value - mean));
        if (variance <= 0)
            return 0;
        double bias = values.Zip(returns, (value, target) => (double)target - value).Average();
        return 1 - (values.Zip(returns, (value, target) => (target - value - bias) * (target - value - bias)).Sum() / variance);
    }

    private bool Evaluate(GracefulStop? stop)
    {
        using var phase = new ProgressPhase(_reporter, _time, "evaluate", "episodes", _options.Evaluation.Episodes);
        if (_evaluation.Run(_cursor.Steps, phase, stop) is not { } report)
            return false;
        var metrics = new Dictionary<string, double> { ["test/return"] = report.Return.Estimate, ["test/length"] = report.Episodes.Average(episode => episode.Length) };
        if (report.Success is { } success)
            metrics["test/success"] = success.Estimate;
        _metrics.Scalars(_cursor.Steps, metrics);
        _reporter.Message(report.Sentence("step"));
        (_cursor.Evaluated, _cursor.Success, _cursor.Return) = (_cursor.Steps, report.Success?.Estimate, report.Return.Estimate);
        return true;
    }

    private bool Stopped()
    {
        if (_options.Common.DoCheckpoint)
            Save();
        return false;
    }

    private void Save()
    {
        _metrics.Flush();
        _team.Save(_checkpoints, _cursor.Steps, State);
        _cursor.Saved = _cursor.Steps;
    }

    private void RefuseGoalWithoutJudge()
    {
        if (_options.Evaluation.SolvedAt is not null && _components.Worlds.SuccessMeaning is null)
        {
            throw new ConfigException(
                $"evaluation.solved_at needs an environment that says what a success is, and {_options.Env.Test.Id} does not; give evaluation.solved_return instead.");
        }
    }

    private void Begin(CancellationToken stop)
    {
        _components.Worlds.Reset(TrainSeed((ulong)_options.Common.Seed), stop);
        if (_options.Initialization.From is not { } from)
            return;
        var other = RunFolder.Open(from);
        var checkpoint = other.OpenCheckpoints(_options.Checkpoint.KeepLast)
            .RequireNewest(_reporter, $"There is no good checkpoint in '{other.Checkpoints}' to begin with (initialization.from).");
        PpoCheckpoint.RestoreActor(checkpoint, _components.Network, _components.Words, _components.Moments);
        _reporter.Message($"Beginning with the weights of '{from}' after step {checkpoint.Step:N0}.");
    }

    private void Restore(RunContext context)
    {
        var checkpoint = _checkpoints.RequireNewest(
            _reporter, $"There is no good checkpoint in '{_run.Checkpoints}' to resume from; start a new run with `reverie train`.");
        PpoCheckpoint.Restore(checkpoint, _components, _cursor);
        _reporter.Message($"Going on after step {_cursor.Steps:N0} of {_options.Common.Steps:N0}.");
        if (context.Before is not PpoOptions before || _cursor.Steps == 0 || IsComplete)
            return;
        string? line = RateChange.Sentence(
            _cursor.Steps, "step",
            [
                ("common.steps", before.Common.Steps, _options.Common.Steps), ("training.learning_rate", before.Training.LearningRate, _options.Training.LearningRate),
            ],
            Rate(before), Rate(before), Rate(_options));
        if (line is not null)
            _reporter.Message(line);

        double Rate(PpoOptions options) => options.Training.AnnealLearningRate
            ? options.Training.LearningRate * (1 - Math.Min(1, (double)_cursor.Steps / options.Common.Steps))
            : options.Training.LearningRate;
    }
}
