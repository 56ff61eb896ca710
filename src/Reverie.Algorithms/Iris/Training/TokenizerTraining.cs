using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Data;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The first phase: single frames, reconstructed through the codebook.</summary>
public sealed class TokenizerTraining(Tokenizer tokenizer, ComponentTrainingOptions options, double learningRate)
    : ComponentTraining("tokenizer", tokenizer, new Adam(tokenizer.Parameters().Where(p => p.RequiresGrad), learningRate), options)
{
    protected override int SegmentLength => 1;

    protected override SampleFrom SampleFrom => SampleFrom.Start;

    protected override (Tensor Loss, IReadOnlyDictionary<string, Tensor> Parts) ComputeLoss(TensorBatch batch)
    {
        var losses = tokenizer.ComputeLosses(batch[IrisPolicy.Image]);
        return (losses.Total, losses.Parts);
    }
}
