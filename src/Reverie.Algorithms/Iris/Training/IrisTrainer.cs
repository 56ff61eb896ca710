using Reverie.Algorithms.Iris.Evaluation;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.Training.Metrics;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>
/// Trains IRIS: in every epoch the agent collects experience, the tokenizer learns to see, the world model to foresee, and the
/// actor-critic to act inside the world model. An interrupted run goes on at the very next step.
/// </summary>
public sealed class IrisTrainer : IDisposable
{
    private readonly TrainerOptions _options;
    private readonly RunFolder _run;
    private readonly TimeProvider _time;
    private readonly IProgressReporter _reporter;
    private readonly EpochCursor _cursor = new();
    private readonly IrisExperience _experience;
    private readonly IrisComponents _components;
    private readonly IrisEvaluation _evaluation;
    private readonly CheckpointStore _checkpoints;
    private readonly IMetricsWriter _metrics;

    /// <param name="options">What to train.</param>
    /// <param name="run">Where everything goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="reporter">Shows progress.</param>
    /// <param name="resume">True to go on from the run's newest good checkpoint.</param>
    /// <exception cref="CheckpointException">There is nothing to resume from.</exception>
    public IrisTrainer(TrainerOptions options, RunFolder run, TimeProvider time, IProgressReporter reporter, bool resume)
    {
        (_options, _run, _time, _reporter) = (options, run, time, reporter);
        var device = Devices.Choose(options.Common.Device);
        TorchRuntime.KeepLargeBuffersMapped();
        TorchRuntime.ManualSeed((ulong)options.Common.Seed);
        _experience = new IrisExperience(options, run.MediaEpisodes);
        _components = new IrisComponents(options, _experience.ActionCount, device);
        _evaluation = new IrisEvaluation(options, run, _components, _experience);
        _checkpoints = run.OpenCheckpoints(options.Checkpoint.KeepLast);
        if (resume)
            Restore();
        else
            IrisInitialization.Apply(options.Initialization, _components.Agent);
        _metrics = options.Wandb.Mode == WandbMode.Disabled ? new MetricsLog() : MetricsLog.Open(run.Logs, time, resume ? _cursor.Epoch - 1 : null);
    }

    /// <summary>The networks.</summary>
    public IrisComponents Components => _components;

    /// <summary>Shape of a frame.</summary>
    public ObservationShape FrameShape => _experience.ObservationShape;

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
            _components.Frames.Clear();
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

    /// <summary>Trains one epoch, for benchmarks and tests.</summary>
    public void RunEpoch()
    {
        _components.Frames.Clear();
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
        EpochPhase.Collect => Collect(),
        EpochPhase.Tokenizer => Train(_components.Tokenizer, stop),
        EpochPhase.WorldModel => Train(_components.WorldModel, stop),
        EpochPhase.ActorCritic => Train(_components.ActorCritic, stop),
        EpochPhase.Evaluate => Evaluate(),
        _ => throw new InvalidOperationException($"An epoch has no phase {_cursor.Phase}."),
    };

    private bool Collect()
    {
        var collection = _options.Collection.Train;
        if (_cursor.Epoch > collection.StopAfterEpochs)
            return true;
        var request = CollectRequests.From(collection.Config);
        using var phase = Phase("collect", "steps", request.Steps);
        var result = _experience.TrainCollector.Collect(_components.Policy, request, _cursor.Epoch, steps => phase.Advance(steps));
        _cursor.Metrics["train_dataset/episodes"] = result.DatasetEpisodes;
        _cursor.Metrics["train_dataset/steps"] = result.DatasetSteps;
        if (result.MeanReturn is { } mean)
        {
            _cursor.Metrics["train_dataset/return"] = mean;
            phase.Set("return", mean);
        }
        return true;
    }

    private bool Train(ComponentTraining training, GracefulStop? stop)
    {
        if (!_options.Training.Should || !training.IsActive(_cursor.Epoch))
            return true;
        using var phase = Phase(training.Name.Replace('_', ' '), "steps", training.StepsPerEpoch);
        training.Train(_cursor, _experience.TrainDataset, _experience.Sampling, _components.Device, phase, stop);
        // What the tokenizer makes of a frame has changed.
        if (training == _components.Tokenizer)
            _components.Frames.Clear();
        return training.IsComplete(_cursor);
    }

    private bool Evaluate()
    {
        var evaluation = _options.Evaluation;
        if (!evaluation.Should || _cursor.Epoch % evaluation.Every != 0)
            return true;
        using var phase = Phase("evaluate", "episodes", _options.Collection.Test.Config.NumEpisodes);
        foreach (var (name, value) in _evaluation.Run(_cursor.Epoch, phase))
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

    private void Save()
    {
        _metrics.Flush();
        _checkpoints.Save(_cursor.Epoch - 1, IrisCheckpoint.Files(_components, _experience, _cursor));
    }

    private void Restore()
    {
        var newest = _checkpoints.LoadNewest();
        if (newest.Skipped is { } skipped)
            _reporter.Message(skipped);
        if (newest.Checkpoint is not { } checkpoint)
            throw new CheckpointException($"There is no good checkpoint in '{_run.Checkpoints}' to resume from; start a new run with `reverie train`.");
        IrisCheckpoint.Restore(checkpoint, _components, _experience, _cursor);
        _reporter.Message($"Going on after epoch {CompletedEpochs} of {_options.Common.Epochs}.");
    }

    private ProgressPhase Phase(string name, string unit, long? total) =>
        new(_reporter, _time, $"epoch {_cursor.Epoch}/{_options.Common.Epochs} {name}", unit, total);
}
