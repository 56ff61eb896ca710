using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Agents;

/// <summary>The actor-critic as a policy: it sees reconstructions (or the frames themselves, where told so) and remembers.</summary>
/// <param name="actorCritic">Acts.</param>
/// <param name="frames">Shows it the reconstructions.</param>
/// <param name="sampler">Draws the actions.</param>
/// <param name="device">Where the networks are.</param>
public sealed class IrisPolicy(ActorCritic actorCritic, IFrameTokenizer frames, ITokenSampler sampler, Device device) : ICollectorPolicy
{
    private static readonly ArgMaxSampler Likeliest = new();
    private int _environments;

    public void Reset(int environments, SegmentBatch? burnIn)
    {
        using var scope = new TensorScope();
        _environments = environments;
        if (burnIn is null)
        {
            actorCritic.Reset(environments);
            return;
        }
        var batch = TensorBatch.From(burnIn, device);
        actorCritic.Reset(Perceive(batch.Observations), batch.MaskPadding);
    }

    public void Act(ReadOnlySpan<byte> observations, bool sample, double temperature, Span<long> actions)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var options = actorCritic.Options;
        var seen = Perceive(Tensor.From(observations, _environments, options.InChannels, options.Resolution, options.Resolution).To(device));
        var logits = actorCritic.Forward(seen).LogitsActions.Select(1, 0); // [N, A]
        (sample ? sampler.Sample(logits / temperature) : Likeliest.Sample(logits)).CopyTo(actions);
    }

    public void Clear() => actorCritic.Reset(1);

    private Tensor Perceive(Tensor observations)
    {
        if (actorCritic.Options.UseOriginalObs)
            return observations.Float() / 255;
        using var noGrad = new NoGrad();
        return frames.DecodeTokens(frames.EncodeTokens(observations));
    }
}
