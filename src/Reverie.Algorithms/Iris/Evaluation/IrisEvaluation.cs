using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Evaluation;

/// <summary>What a run looks at every few epochs: fresh test episodes, the losses on them, reconstructions, and imagined episodes.</summary>
/// <param name="options">The run's options.</param>
/// <param name="run">Where pictures go; null where another process keeps the run.</param>
/// <param name="components">The networks.</param>
/// <param name="experience">The environments and datasets.</param>
internal sealed class IrisEvaluation(IrisOptions options, RunFolder? run, IrisComponents components, IrisExperience experience)
{
    /// <summary>Evaluates after an epoch.</summary>
    /// <returns>Numbers to log, by name; null when it was stopped.</returns>
    internal Dictionary<string, double>? Run(int epoch, ProgressPhase progress, GracefulStop? stop)
    {
        if (Collect(epoch, progress, stop) is not { } metrics)
            return null;
        if (epoch > options.Evaluation.Tokenizer.StartAfterEpochs && options.Tokenizer.ShouldTrain && components.Agent.Frames is ILearningTokenizer learning)
            TokenizerLosses(metrics, learning);
        // The real environment in a world model's place foresees nothing, and what it dreams is seen elsewhere.
        if (epoch > options.Evaluation.WorldModel.StartAfterEpochs && components.WorldModel is { } worldModel)
        {
            WorldModelLosses(metrics, worldModel);
            Dreams(epoch, metrics);
        }
        if (run is null)
            return metrics;
        if (options.Evaluation.Tokenizer.SaveReconstructions && experience.TestDataset.Count > 0)
            IrisMedia.SaveReconstructions(run.MediaReconstructions, epoch, experience.TestDataset, components);
        if (epoch > options.Evaluation.ActorCritic.StartAfterEpochs && components.WorldModel is not null)
            IrisMedia.SaveImagination(run.MediaEpisodes, epoch, options, experience.TestDataset, components);
        return metrics;
    }

    private Dictionary<string, double>? Collect(int epoch, ProgressPhase progress, GracefulStop? stop)
    {
        if (!experience.TestCollector.IsInterrupted)
            experience.TestDataset.Clear();
        var result = experience.TestCollector.Collect(
            components.Policy, options.Collection.Test.Config, epoch, collected => progress.Advance(collected.Finished.Count - progress.Done), stop);
        if (result is null)
            return null;
        var metrics = new Dictionary<string, double>();
        if (result.MeanReturn is not { } mean)
            return metrics;
        metrics["test_dataset/return"] = mean;
        metrics["test_dataset/length"] = result.Finished.Average(episode => episode.Metrics.Length);
        progress.Set("return", mean);
        if (experience.TestEnvironments.SuccessMeaning is null)
            return metrics;
        metrics["test_dataset/success"] = result.Finished.Average(episode => episode.Metrics.Success == true ? 1.0 : 0.0);
        progress.Set("success", metrics["test_dataset/success"]);
        return metrics;
    }

    private void TokenizerLosses(Dictionary<string, double> metrics, ILearningTokenizer tokenizer) => Average(
        metrics, "tokenizer", options.Evaluation.Tokenizer.BatchNumSamples, 1, batch => tokenizer.ComputeLosses(batch[IrisPolicy.Image].Flatten(0, 1)).Parts);

    private void WorldModelLosses(Dictionary<string, double> metrics, WorldModelTraining worldModel) => Average(
        metrics, "world_model", options.Evaluation.WorldModel.BatchNumSamples, options.Common.SequenceLength,
        batch =>
        {
            var parts = WorldModelTraining.Parts(worldModel.Losses(batch));
            if (components.Agent.WorldModel is FrameWorldModel && !FrameWorldModel.HasNextFrames(batch.MaskPadding))
                parts.Remove("loss_obs");
            return parts;
        });

    /// <summary>What the world model foresees of test episodes on its own; a picture of some of it.</summary>
    private void Dreams(int epoch, Dictionary<string, double> metrics)
    {
        var (dreams, steps) = (options.Evaluation.WorldModel.Dreams, options.Evaluation.WorldModel.DreamSteps);
        if (dreams == 0 || experience.TestDataset.Count == 0)
            return;
        var segments = new SegmentBatch(dreams, steps.Max() + 1, experience.TestDataset.Episodes[0].Layout);
        // A stream of its own: a closer look must not change the run.
        experience.TestDataset.Sample(new SeededRandom((ulong)epoch, "dreams"), SampleFrom.Start, segments);
        using var scope = new TensorScope();
        var batch = TensorBatch.From(segments, components.Device);
        var dream = OpenLoop.Run(components.Frames, components.Agent.WorldModel, batch);
        foreach (int step in steps)
        {
            foreach (var (name, share) in dream.Accuracies(batch, step))
                metrics[$"world_model/eval/dream_{step}/{name}"] = share;
        }
        if (run is not null)
            IrisMedia.SaveOpenLoop(run.MediaEpisodes, epoch, dream, segments, components.Frames);
    }

    /// <summary>Means over all test segments, each batch counting as much as it has segments.</summary>
    private void Average(
        Dictionary<string, double> metrics, string component, int batchSize, int length, Func<TensorBatch, IReadOnlyDictionary<string, Tensor>> losses)
    {
        using var noGrad = new NoGrad();
        var sums = new Dictionary<string, (double Sum, long Count)>();
        foreach (var segments in experience.TestDataset.Traverse(batchSize, length))
        {
            using var scope = new TensorScope();
            foreach (var (name, loss) in losses(TensorBatch.From(segments, components.Device)))
            {
                var (sum, count) = sums.GetValueOrDefault(name);
                sums[name] = (sum + (loss.Item() * segments.Count), count + segments.Count);
            }
        }
        foreach (var (name, (sum, count)) in sums)
            metrics[$"{component}/eval/{name}"] = sum / count;
    }
}
