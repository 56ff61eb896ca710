using Reverie.Algorithms.Iris.Networks;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Agents;

/// <summary>The actor-critic as a policy: it sees reconstructions (or the frames themselves, or tokens, where told so) and remembers.</summary>
/// <param name="actorCritic">Acts.</param>
/// <param name="frames">Shows it the reconstructions.</param>
/// <param name="sampler">Draws the actions.</param>
/// <param name="device">Where the networks are.</param>
public sealed class IrisPolicy(ActorCritic actorCritic, IFrameTokenizer frames, ITokenSampler sampler, Device device) : IPolicy
{
    /// <summary>Name of the observation that IRIS sees.</summary>
    internal const string Image = "image";

    private static readonly ArgMaxSampler Likeliest = new();
    private readonly Sight _sight = new(actorCritic, frames);

    public void Begin(int environments, SegmentBatch? burnIn = null)
    {
        using var scope = new TensorScope();
        if (burnIn is null)
        {
            actorCritic.Reset(environments);
            return;
        }
        var batch = TensorBatch.From(burnIn, device);
        actorCritic.Reset(_sight.Of(batch[Image]), batch.MaskPadding);
    }

    public void Act(StepBatch seen, ActingOptions how, ActionBatch actions)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        if (seen.IsFirst.Contains(true))
            actorCritic.ResetRows(Tensor.From(seen.IsFirst, seen.Count).To(device));
        var logits = actorCritic.Forward(_sight.Of(TensorBatch.Copy(seen[Image], [seen.Count], device))).LogitsActions.Select(1, 0); // [N, A]
        (how.Sample ? sampler.Sample(logits / how.Temperature) : Likeliest.Sample(logits)).CopyTo(actions.Integers.AsSpan());
    }

    public void SaveMemory(BinaryWriter writer)
    {
        using var scope = new TensorScope();
        foreach (var memory in (Tensor[])[actorCritic.Hidden, actorCritic.Cell])
        {
            foreach (float value in memory.ToArray<float>())
                writer.Write(value);
        }
    }

    public void RestoreMemory(int environments, BinaryReader reader)
    {
        using var scope = new TensorScope();
        long width = actorCritic.Options.LstmDim;
        actorCritic.Recall(Read(), Read());

        Tensor Read()
        {
            float[] values = new float[environments * width];
            for (int i = 0; i < values.Length; i++)
                values[i] = reader.ReadSingle();
            return Tensor.From(values, environments, width).To(device);
        }
    }

    public void End() => actorCritic.Reset(1);
}
