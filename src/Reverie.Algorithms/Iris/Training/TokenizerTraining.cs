using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Optimizers;
using Reverie.Training.Data;
using Reverie.Training.Randomness;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The first phase: single frames, reconstructed of their tokens. There is none where the tokenizer has nothing to learn.</summary>
/// <param name="tokenizer">A tokenizer that is a <see cref="Module"/>.</param>
/// <param name="options">How much and in what batches.</param>
/// <param name="learningRate">The optimizer's.</param>
/// <param name="returnsGamma">γ of the returns that a value loss learns.</param>
public sealed class TokenizerTraining(ILearningTokenizer tokenizer, TokenizerTrainingOptions options, double learningRate, double returnsGamma)
    : ComponentTraining("tokenizer", (Module)tokenizer, new Adam(((Module)tokenizer).Parameters().Where(p => p.RequiresGrad), learningRate), options)
{
    private readonly EpisodeReturns? _returns = tokenizer.LearnsReturns ? new(returnsGamma) : null;

    private float[]? _batchReturns;

    protected override int SegmentLength => 1;

    protected override SampleFrom SampleFrom => SampleFrom.Start;

    protected override int IgnoreLastOfIncomplete => options.IgnoreLastOfIncomplete;

    protected override void Sample(EpisodeDataset dataset, IRandomSource random, SegmentBatch batch)
    {
        base.Sample(dataset, random, batch);
        _batchReturns = _returns is null ? null : [.. batch.Segments.Select(segment => _returns.At(dataset[segment.EpisodeId], segment.Start))];
    }

    protected override (Tensor Loss, IReadOnlyDictionary<string, Tensor> Parts) ComputeLoss(TensorBatch batch)
    {
        var frames = batch[IrisPolicy.Image];
        var (_, first, count) = Share;
        var losses = tokenizer.ComputeLosses(frames, _batchReturns is null ? null : Tensor.From(_batchReturns.AsSpan(first, count), count).To(frames.Device));
        return (losses.Total, losses.Parts);
    }
}
