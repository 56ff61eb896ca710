using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Optimizers;
using Reverie.Training.Data;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The first phase: single frames, reconstructed of their tokens. There is none where the tokenizer has nothing to learn.</summary>
/// <param name="tokenizer">A tokenizer that is a <see cref="Module"/>.</param>
/// <param name="options">How much and in what batches.</param>
/// <param name="learningRate">The optimizer's.</param>
public sealed class TokenizerTraining(ILearningTokenizer tokenizer, ComponentTrainingOptions options, double learningRate)
    : ComponentTraining("tokenizer", (Module)tokenizer, new Adam(((Module)tokenizer).Parameters().Where(p => p.RequiresGrad), learningRate), options)
{
    protected override int SegmentLength => 1;

    protected override SampleFrom SampleFrom => SampleFrom.Start;

    protected override (Tensor Loss, IReadOnlyDictionary<string, Tensor> Parts) ComputeLoss(TensorBatch batch)
    {
        var losses = tokenizer.ComputeLosses(batch[IrisPolicy.Image]);
        return (losses.Total, losses.Parts);
    }
}
