using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Evaluation;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Replay;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Algorithms;
using Reverie.Training.Metrics;
using Reverie.Training.Progress;
using Reverie.Training.Runs;
using Reverie.Training.Tracking;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>
/// Trains DreamerV3 in SheepRL's order: every environment takes a step, then as many gradient steps follow as the replay ratio says. An
/// interrupted run goes on at the very next step of either kind.
/// </summary>
public sealed class DreamerTrainer : ITrainer
{
    private readonly DreamerOptions _options;
    private readonly RunContext _context;
    private readonly DreamerCursor _cursor = new();
    private readonly GradientSchedule _schedule;
    private readonly DreamerExperience _experience;
    private readonly DreamerComponents _components;
    private readonly DreamerCheckpoint _checkpoint;
    private readonly CheckpointStore _checkpoints;
    private readonly IMetricsWriter _metrics;
    private readonly Stopwatches _times;
    private readonly Func<long, double> _rate;
    private readonly DreamerEvaluation _evaluation;

    /// <param name="options">What to train.</param>
    /// <param name="context">Where the run lives, and whether it goes on from the newest good checkpoint.</param>
    /// <exception cref="CheckpointException">There is nothing to resume from.</exception>
    public DreamerTrainer(DreamerOptions options, RunContext context)
    {
        (_options, _context) = (options, context);
        var device = Devices.Choose(options.Fabric.Device);
        TorchRuntime.KeepLargeBuffersMapped();
        TorchRuntime.ManualSeed((ulong)options.Seed);
        _schedule = new GradientSchedule(options.Algo, options.Env.NumEnvs);
        _times = new Stopwatches(context.Time);
        _rate = options.Algo.WorldModel.Scheduler.Schedule(_schedule.Total(options.Algo.TotalSteps));
        IVectorEnvironment? environments = null;
        try
        {
            environments = DreamerWorlds.Make(context.Worlds, options, options.Env.NumEnvs, context.Stop);
            _components = new DreamerComponents(options, environments.Layout, device, DreamerWorlds.Words(context.Worlds, options), context.Stop);
            _experience = new DreamerExperience(options, environments, Path.Combine(context.Folder.Path, "replay"), context.Stop);
            _evaluation = new DreamerEvaluation(options, context, _components);
            _checkpoint = new DreamerCheckpoint(_components, _experience, _cursor, _schedule.Ratio);
            _checkpoints = context.Folder.OpenCheckpoints(options.Checkpoint.KeepLast);
            _components.Policy.Begin(environments.Count);
            if (context.Resume)
                Restore(_checkpoints, context.Folder.Checkpoints);
            else if (options.Checkpoint.ResumeFrom is { } other)
                Restore(ResumeSource.Open(other), other);
            else if (options.Initialization.WorldModel is { } source)
                WorldModelSource.Load(_components.Model, source, context.Reporter);
            if (options.Algo.WorldModel.HfModel is { Peft: true, FromPretrained: false })
            {
                context.Reporter.Message(
                    "The language model's weights are random and rest (hf_model.peft=true, from_pretrained=false), so that only adapters learn in it; "
                    + "set from_pretrained=true, or peft=false.");
            }
            long? resumedFrom = _cursor.Iteration > 0 ? PolicyStep : null;
            _metrics = options.Metric.LogLevel == 0
                ? MetricsLog.Silent(context.Folder.Logs, resumedFrom)
                : Trackers.Open(context, options.Wandb.Mode, resumedFrom);
            Estimate = DreamerEstimate.Of(options, _components.Model, _experience.Replay.Layout, device);
        }
        catch
        {
            _components?.Dispose();
            _experience?.Replay.Dispose();
            environments?.Dispose();
            throw;
        }
    }

    public RunEstimate? Estimate { get; }

    /// <summary>The networks.</summary>
    public DreamerComponents Components => _components;

    /// <summary>What was experienced.</summary>
    public DreamerExperience Experience => _experience;

    /// <summary>How far the run has come.</summary>
    public DreamerCursor Cursor => _cursor;

    /// <summary>Steps of the policy, over all environments.</summary>
    public long PolicyStep => _cursor.Iteration * Environments;

    private int Environments => _options.Env.NumEnvs;

    private long Iterations => _options.Algo.TotalSteps / Environments;

    private bool IsTestDue => _options.Evaluation.Every > 0 && _cursor.Owed == 0 && _cursor.LastTest < PolicyStep
        && (IsOver || PolicyStep - _cursor.LastTest >= _options.Evaluation.Every);

    private bool IsOver => _cursor.Iteration >= Iterations || (_options.DryRun && _cursor.GradientSteps > 0);

    /// <summary>Trains to the last step, or until a stop is asked for; either way the state is saved.</summary>
    /// <returns>True when the run is complete, false when it was stopped.</returns>
    public bool Run(GracefulStop? stop = null)
    {
        // One that was stopped.
        if (IsTestDue)
        {
            if (!Evaluate(stop))
                return false;
            Save();
        }
        if (IsOver && _cursor.Owed == 0)
            return true;
        using var phase = new ProgressPhase(_context.Reporter, _context.Time, "train", "steps", Iterations * Environments);
        phase.Resume(PolicyStep);
        while (!IsOver || _cursor.Owed > 0)
        {
            if (_cursor.Owed == 0)
            {
                Play();
                _cursor.Owed = _experience.Replay.CanSample(_options.Algo.PerRankSequenceLength) ? _schedule.Due(_cursor.Iteration) : 0;
            }
            while (_cursor.Owed > 0 && stop is not { IsRequested: true })
                Learn(phase);
            if (_cursor.Owed == 0)
                FinishIteration(phase, stop);
            if (stop is { IsRequested: true } && (!IsOver || _cursor.Owed > 0 || IsTestDue))
            {
                Save();
                return false;
            }
        }
        if (_options.Algo.RunTest)
            Test(stop);
        _metrics.Flush();
        return true;
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _components.Dispose();
        _experience.Dispose();
    }

    private void Play()
    {
        using var timed = _times.Environment.Start();
        _cursor.Iteration++;
        _experience.Step(_schedule.IsRandom(_cursor.Iteration) ? null : _components.Policy, episode =>
        {
            _cursor.Means.Add("Rewards/rew_avg", episode.Return);
            _cursor.Means.Add("Game/ep_len_avg", episode.Length);
            if (episode.Success is { } success)
                _cursor.Means.Add("Game/success_rate", success ? 1 : 0);
        });
    }

    private void Learn(ProgressPhase phase)
    {
        using var timed = _times.Learning.Start();
        var (algo, replay) = (_options.Algo, _experience.Replay);
        if (_schedule.TargetShare(_cursor.GradientSteps) is { } share)
            _components.Model.UpdateTarget(share);
        // The rate follows from the step's number, which is saved, so it goes on where it was.
        LearningRateSchedule.Apply(_components.Optimizers.World, _rate, _cursor.GradientSteps, [algo.WorldModel.Optimizer.Lr]);
        using var scope = new TensorScope();
        var sequences = replay.Draw(_experience.Sampling, algo.PerRankBatchSize, algo.PerRankSequenceLength)[0];
        foreach (var (name, value) in Learned(sequences))
        {
            _cursor.Means.Add(name, value);
            if (name == "Loss/world_model_loss")
                phase.Set("loss", value);
        }
        _cursor.GradientSteps++;
        _cursor.Owed = _options.DryRun ? 0 : _cursor.Owed - 1;
        phase.Advance(0);
    }

    private Dictionary<string, double> Learned((int Environment, int Start)[] sequences)
    {
        var replay = _experience.Replay;
        var batch = replay.Gather(sequences, _options.Algo.PerRankSequenceLength, _components.Device);
        return _components.Learner.Step(batch, found => replay.Remember(sequences, found));
    }

    private void FinishIteration(ProgressPhase phase, GracefulStop? stop)
    {
        if (_cursor.Means.Mean("Rewards/rew_avg") is { } reward)
            phase.Set("return", reward);
        phase.Advance(Environments);
        if (PolicyStep - _cursor.LastLog >= _options.Metric.LogEvery || IsOver)
            Log();
        if (IsTestDue && !Evaluate(stop))
            return;
        var checkpoint = _options.Checkpoint;
        bool isDue = checkpoint.Every > 0 && PolicyStep - _cursor.LastCheckpoint >= checkpoint.Every;
        if (isDue || (IsOver && checkpoint.SaveLast))
            Save();
    }

    private void Log()
    {
        long trained = _times.Learning.Count, played = _times.Environment.Count;
        var values = _cursor.Means.Take();
        values["Params/replay_ratio"] = (double)_cursor.GradientSteps / PolicyStep;
        values["Params/gradient_steps"] = _cursor.GradientSteps;
        if (_options.Algo.WorldModel.Scheduler.Name != SchedulerKind.Constant)
            values["Params/world_model_lr"] = _components.Optimizers.World.Groups[0].LearningRate;
        if (_experience.CountsReading)
            values["Params/agent_steps"] = PolicyStep - _experience.ReadSteps;
        if (trained > 0)
            values["Time/sps_train"] = _times.Learning.Rate();
        if (played > 0)
            values["Time/sps_env_interaction"] = _times.Environment.Rate() * Environments * _options.Env.ActionRepeat;
        _metrics.Scalars(PolicyStep, values);
        _cursor.LastLog = PolicyStep;
        if (_options.Metric.LogLevel > 0)
            _context.Reporter.Message(LogLine.Of(PolicyStep, Iterations * Environments, values));
    }

    /// <returns>False when it was stopped; then it is due again.</returns>
    private bool Evaluate(GracefulStop? stop)
    {
        if (_evaluation.Run(PolicyStep, stop) is not { } numbers)
            return false;
        _metrics.Scalars(PolicyStep, numbers);
        _cursor.LastTest = PolicyStep;
        return true;
    }

    private void Test(GracefulStop? stop)
    {
        if (DreamerTest.Play(_options, _context, _components, stop) is not { } reward)
            return;
        _metrics.Scalars(PolicyStep, new Dictionary<string, double> { ["Test/cumulative_reward"] = reward });
        _context.Reporter.Message($"Test - reward: {reward:G6}");
    }

    private void Save()
    {
        _metrics.Flush();
        _cursor.LastCheckpoint = PolicyStep;
        _checkpoints.Save(PolicyStep, _checkpoint.Files(_options.Buffer.Checkpoint));
    }

    private void Restore(CheckpointStore store, string where)
    {
        var checkpoint = store.RequireNewest(
            _context.Reporter, $"There is no good checkpoint in '{where}' to resume from; start a new run with `reverie train`.");
        _checkpoint.Restore(checkpoint);
        string empty = _experience.Replay.Count == 0 ? " The replay was not saved (buffer.checkpoint), so it fills anew." : "";
        _context.Reporter.Message($"Going on after step {PolicyStep} of {Iterations * Environments}.{empty}");
    }
}
