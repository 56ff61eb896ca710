using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Torch.Distributed;
using Reverie.Torch.Modules;
using Reverie.Torch.Optimizers;
using Reverie.Training.Data;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>
/// Trains one component for one epoch: so many steps of sample, loss, backward, clip, step. What differs between the tokenizer,
/// the world model and the actor-critic is how segments are drawn and what the loss is.
/// </summary>
public abstract class ComponentTraining(string name, Module component, Optimizer optimizer, ComponentTrainingOptions options) : IDisposable
{
    private const string Remedy = "Lower training.learning_rate or max_grad_norm and resume from the last checkpoint.";

    private SegmentBatch? _batch;

    /// <summary>As it appears in metrics and checkpoints.</summary>
    public string Name { get; } = name;

    public Module Component { get; } = component;

    public Optimizer Optimizer { get; } = optimizer;

    /// <summary>Those that train together: each computes its share of the rows of every batch, and gradients and numbers are averaged.</summary>
    public IProcessGroup Processes
    {
        get => Optimizer.Processes;
        init => Optimizer.Processes = value;
    }

    protected ComponentTrainingOptions Options { get; } = options;

    /// <summary>The batch of all processes, and the rows of it that are this one's.</summary>
    protected (SegmentBatch Batch, int First, int Count) Share => (_batch!, Processes.Rank * (_batch!.Count / Processes.Size), _batch.Count / Processes.Size);

    /// <summary>Steps of one segment.</summary>
    protected abstract int SegmentLength { get; }

    /// <summary>Where segments lie in their episodes.</summary>
    protected abstract SampleFrom SampleFrom { get; }

    /// <summary>How far from a reward segments lie that are drawn near one.</summary>
    protected virtual int StepsToReward => SegmentLength;

    /// <summary>So many steps at the end of an episode that is not over are left out.</summary>
    protected virtual int IgnoreLastOfIncomplete => 0;

    /// <summary>Whether this epoch trains the component.</summary>
    public bool IsActive(int epoch) => epoch > Options.StartAfterEpochs && !(epoch > Options.StopAfterEpochs);

    /// <summary>Whether there is something to learn from yet.</summary>
    public bool CanTrain(EpisodeDataset dataset) => dataset.CanSample(IgnoreLastOfIncomplete);

    /// <summary>The steps of one epoch that the cursor has not counted yet; fewer when a stop is asked for.</summary>
    public void Train(EpochCursor cursor, EpisodeDataset dataset, IRandomSource random, Device device, ProgressPhase progress, GracefulStop? stop)
    {
        Component.Train();
        progress.Resume(cursor.Step);
        while (cursor.Step < Options.StepsPerEpoch && stop is not { IsRequested: true })
        {
            using var scope = new TensorScope();
            foreach (var (name, value) in Step(dataset, random, device))
            {
                cursor.Sums[name] = cursor.Sums.GetValueOrDefault(name) + value;
                progress.Set(name, cursor.Sums[name] / (cursor.Step + 1));
            }
            cursor.Step++;
            progress.Advance();
        }
        Component.Eval();
        foreach (var (name, sum) in cursor.Sums)
            cursor.Metrics[$"{Name}/train/{name}"] = sum / Math.Max(1, cursor.Step);
    }

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => Options.StepsPerEpoch;

    /// <summary>Whether the cursor has counted all steps of its phase.</summary>
    public bool IsComplete(EpochCursor cursor) => cursor.Step >= Options.StepsPerEpoch;

    public void Dispose()
    {
        Optimizer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Fills a batch.</summary>
    protected virtual void Sample(EpisodeDataset dataset, IRandomSource random, SegmentBatch batch)
    {
        dataset.Sample(random, SampleFrom, batch, IgnoreLastOfIncomplete);
        int nearRewards = (int)Math.Round(Options.NearRewards * batch.Count);
        dataset.SampleNearRewards(random, SampleFrom, batch, nearRewards, StepsToReward, IgnoreLastOfIncomplete);
    }

    /// <summary>
    /// The loss of a batch, and numbers to log; of several processes each has its own rows, and the mean of theirs is that of the whole batch.
    /// </summary>
    protected abstract (Tensor Loss, IReadOnlyDictionary<string, Tensor> Parts) ComputeLoss(TensorBatch batch);

    private void Average(Dictionary<string, double> values)
    {
        if (Processes.Size == 1)
            return;
        string[] names = [.. values.Keys];
        double[] sums = [.. values.Values];
        Processes.Sum(sums);
        foreach (var (name, sum) in names.Zip(sums))
            values[name] = sum / Processes.Size;
    }

    private Dictionary<string, double> Step(EpisodeDataset dataset, IRandomSource random, Device device)
    {
        var values = new Dictionary<string, double>();
        Optimizer.ZeroGrad();
        using var draws = SeparateDraws.Begin(Processes, device);
        for (int accumulated = 0; accumulated < Options.GradAccSteps; accumulated++)
        {
            using var scope = new TensorScope();
            _batch ??= new SegmentBatch(Options.BatchNumSamples, SegmentLength, dataset.Episodes[0].Layout);
            Sample(dataset, random, _batch);
            var whole = TensorBatch.From(_batch, device);
            var (loss, parts) = ComputeLoss(Processes.Size == 1 ? whole : whole.Rows(Share.First, Share.Count));
            (loss / Options.GradAccSteps).Backward();
            foreach (var (part, value) in parts)
                values[part] = values.GetValueOrDefault(part) + (value.Item() / Options.GradAccSteps);
            values["loss"] = values.GetValueOrDefault("loss") + (loss.Item() / Options.GradAccSteps);
        }
        Average(values);
        if (!double.IsFinite(values["loss"]))
            throw new TrainingDivergedException($"The loss of the {Name} is {values["loss"]}. {Remedy}");
        try
        {
            values["grad_norm"] = Optimizer.Step(Options.MaxGradNorm);
        }
        catch (NonFiniteGradientException e)
        {
            throw new TrainingDivergedException($"{Name}: {e.Message} {Remedy}");
        }
        return values;
    }
}
