using Reverie.Algorithms.Iris.Evaluation;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Distributed;
using Reverie.Training.Metrics;
using Reverie.Training.Progress;
using Reverie.Training.Runs;
using Reverie.Training.Tracking;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>
/// Trains IRIS: in every epoch the agent collects experience, the tokenizer learns to see, the world model to foresee, and the
/// actor-critic to act inside the world model. An interrupted run goes on at the very next step.
/// </summary>
public sealed class IrisTrainer : ISharedTrainer
{
    private readonly IrisOptions _options;
    private readonly RunFolder _run;
    private readonly Team _team;
    private readonly TimeProvider _time;
    private readonly IProgressReporter _reporter;
    private readonly EpochCursor _cursor = new();
    private readonly IrisExperience _experience;
    private readonly IrisComponents _components;
    private readonly IrisEvaluation _evaluation;
    private readonly CheckpointStore _checkpoints;
    private readonly IMetricsWriter _metrics;

    /// <param name="options">What to train.</param>
    /// <param name="context">Where the run lives, and whether it goes on from the newest good checkpoint.</param>
    /// <exception cref="CheckpointException">There is nothing to resume from.</exception>
    public IrisTrainer(IrisOptions options, RunContext context)
    {
        (_options, _run, _team, _time, _reporter) = (options, context.Folder, context.Team, context.Time, context.Reporter);
        var device = Devices.Choose(options.Common.Device, _team.LocalRank);
        TorchRuntime.KeepLargeBuffersMapped();
        TorchRuntime.ManualSeed((ulong)options.Common.Seed);
        RequireFiles();
        using var made = new Undo();
        _experience = made.Unless(new IrisExperience(options, context.Worlds, _team.IsLeader ? _run.MediaEpisodes : null, context.Stop, _team));
        RefuseGoalWithoutJudge();
        _checkpoints = _run.OpenCheckpoints(options.Checkpoint.KeepLast);
        var newest = context.Resume ? Newest() : null;
        _components = made.Unless(new IrisComponents(
            options, _experience.Layout, device, context.Stop, weightsFollow: newest is not null && IrisCheckpoint.IsWhole(newest),
            _experience.MakeTrainWorld, processes: _team.Processes));
        _evaluation = new IrisEvaluation(options, _team.IsLeader ? _run : null, _components, _experience);
        if (newest is not null)
            Restore(newest, context);
        else
            IrisInitialization.Apply(options.Initialization, _components.Agent);
        long? resumedFrom = context.Resume ? CompletedEpochs : null;
        _metrics = Trackers.Open(context, options.Wandb.Mode, resumedFrom);
        Estimate = IrisEstimate.Of(options, _components.Agent, _experience.Frame, device);
        made.Complete();
    }

    public RunEstimate? Estimate { get; }

    public IEnumerable<CheckpointFile> State => IrisCheckpoint.Files(_components, _experience, _cursor);

    /// <summary>The networks.</summary>
    public IrisComponents Components => _components;

    /// <summary>The last epoch that has been finished.</summary>
    public int CompletedEpochs => _cursor.Epoch - 1;

    // Between epochs: one that was stopped in the middle is finished first. Kept in the checkpoints: a run that was solved stays so, unless
    // it is resumed with a higher threshold.
    private bool IsSolved => _cursor.Phase == EpochPhase.Collect && _options.Evaluation.SolvedAt is { } threshold && _cursor.TestSuccess >= threshold;

    private bool IsOver => _cursor.Epoch > _options.Common.Epochs || IsSolved;

    /// <summary>Trains until the last epoch, or until the task is solved, or until a stop is asked for; in any case the state is saved.</summary>
    /// <returns>True when the run is complete, false when it was stopped.</returns>
    public bool Run(GracefulStop? stop = null)
    {
        while (!IsOver)
        {
            _components.ForgetFrames();
            while (_cursor.Phase != EpochPhase.Done)
            {
                if (RunPhase(stop))
                    _cursor.NextPhase();
                if (stop is { IsRequested: true })
                {
                    Save();
                    return false;
                }
            }
            FinishEpoch();
        }
        if (IsSolved)
            _reporter.Message($"Solved: {_cursor.TestSuccess:P0} of the test episodes succeed, so the run ends here (evaluation.solved_at).");
        return true;
    }

    /// <summary>Trains one epoch.</summary>
    internal void RunEpoch()
    {
        _components.ForgetFrames();
        for (; _cursor.Phase != EpochPhase.Done; _cursor.NextPhase())
            RunPhase(null);
        FinishEpoch();
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _components.Dispose();
        _experience.Dispose();
    }

    /// <returns>Whether the phase is complete.</returns>
    private bool RunPhase(GracefulStop? stop) => _cursor.Phase switch
    {
        EpochPhase.Collect => Collect(stop),
        EpochPhase.Tokenizer => Grow() && Train(_components.Tokenizer, stop),
        EpochPhase.WorldModel => Train(_components.WorldModel, stop),
        EpochPhase.ActorCritic => Train(_components.ActorCritic, stop),
        EpochPhase.Evaluate => Evaluate(stop),
        _ => throw new InvalidOperationException($"An epoch has no phase {_cursor.Phase}."),
    };

    private bool Collect(GracefulStop? stop)
    {
        var collection = _options.Collection.Train;
        if (_cursor.Epoch > collection.StopAfterEpochs)
            return true;
        using var phase = Phase("collect", "steps", collection.Config.NumSteps);
        var result = _experience.TrainCollector.Collect(
            _components.Policy, collection.Config, _cursor.Epoch, progress => phase.Advance(progress.LastSteps), stop);
        if (result is null)
            return false;
        _cursor.Metrics["train_dataset/episodes"] = result.DatasetEpisodes;
        _cursor.Metrics["train_dataset/steps"] = result.DatasetSteps;
        if (result.MeanReturn is { } mean)
        {
            _cursor.Metrics["train_dataset/return"] = mean;
            phase.Set("return", mean);
        }
        return true;
    }

    private bool Grow()
    {
        if (!_options.Training.Should || _components.Growth is not { } growth || !growth.IsActive(_cursor.Epoch))
            return true;
        _cursor.Metrics["tokenizer/codes"] = growth.Grow(_experience.TrainDataset, _components.Device);
        _components.ForgetFrames();
        return true;
    }

    private bool Train(ComponentTraining? training, GracefulStop? stop)
    {
        if (!_options.Training.Should || training?.IsActive(_cursor.Epoch) is not true || !training.CanTrain(_experience.TrainDataset))
            return true;
        using var phase = Phase(training.Name.Replace('_', ' '), "steps", training.StepsPerEpoch);
        training.Train(_cursor, _experience.TrainDataset, _experience.Sampling, _components.Device, phase, stop);
        // What the tokenizer makes of a frame has changed.
        if (training == _components.Tokenizer)
            _components.ForgetFrames();
        return training.IsComplete(_cursor);
    }

    private bool Evaluate(GracefulStop? stop)
    {
        var evaluation = _options.Evaluation;
        if (!evaluation.Should || _cursor.Epoch % evaluation.Every != 0)
            return true;
        // What each process remembers of frames comes from its own rows; the agent shall see the same bits in all of them.
        if (_team.Size > 1)
            _components.ForgetFrames();
        using var phase = Phase("evaluate", "episodes", _options.Collection.Test.Config.NumEpisodes);
        if (_evaluation.Run(_cursor.Epoch, phase, stop) is not { } metrics)
            return false;
        foreach (var (name, value) in metrics)
            _cursor.Metrics[name] = value;
        _cursor.TestSuccess = _cursor.Metrics.TryGetValue("test_dataset/success", out double success) ? success : null;
        return true;
    }

    private void FinishEpoch()
    {
        _reporter.Message(EpochSummary.Of(_cursor, _options.Common.Epochs));
        _metrics.Scalars(_cursor.Epoch, _cursor.Metrics);
        _metrics.Flush();
        int epoch = _cursor.Epoch;
        _cursor.NextEpoch();
        if (_options.Common.DoCheckpoint && (epoch % _options.Checkpoint.Every == 0 || IsOver))
            Save();
    }

    /// <summary>Before environments are made: what is missing is said at once.</summary>
    private void RequireFiles()
    {
        foreach (string path in _options.Tokenizer.LpipsWeights)
            UserFile.Require("tokenizer.lpips_weights", path);
    }

    private void RefuseGoalWithoutJudge()
    {
        if (_options.Evaluation.SolvedAt is not null && _experience.TestEnvironments.SuccessMeaning is null)
            throw new ConfigException($"evaluation.solved_at needs an environment that says what a success is, and {_options.Env.Test.Id} does not; set it to null.");
    }

    private void Save()
    {
        _metrics.Flush();
        _team.Save(_checkpoints, _cursor.Epoch - 1, State);
    }

    private Checkpoint Newest() => _checkpoints.RequireNewest(
        _reporter, $"There is no good checkpoint in '{_run.Checkpoints}' to resume from; start a new run with `reverie train`.");

    private void Restore(Checkpoint checkpoint, RunContext context)
    {
        IrisCheckpoint.Restore(checkpoint, _options, context.Worlds, _components, _experience, _cursor);
        _reporter.Message($"Going on after epoch {CompletedEpochs} of {_options.Common.Epochs}.");
        if (context.Before is not IrisOptions { Training: var before } || CompletedEpochs == 0 || IsOver)
            return;
        string? line = RateChange.Sentence(
            CompletedEpochs, "epoch", RateOptions(before), before.LearningRate, before.LearningRate, _options.Training.LearningRate);
        if (line is not null)
            _reporter.Message(line);
    }

    private IEnumerable<(string, IFormattable, IFormattable)> RateOptions(TrainingOptions before)
    {
        var now = _options.Training;
        yield return ("training.learning_rate", before.LearningRate, now.LearningRate);
        yield return ("training.tokenizer.grad_acc_steps", before.Tokenizer.GradAccSteps, now.Tokenizer.GradAccSteps);
        yield return ("training.world_model.grad_acc_steps", before.WorldModel.GradAccSteps, now.WorldModel.GradAccSteps);
        yield return ("training.actor_critic.grad_acc_steps", before.ActorCritic.GradAccSteps, now.ActorCritic.GradAccSteps);
    }

    private ProgressPhase Phase(string name, string unit, long? total) =>
        new(_reporter, _time, $"epoch {_cursor.Epoch}/{_options.Common.Epochs} {name}", unit, total);
}
