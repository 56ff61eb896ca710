using Reverie.Agents.Iris;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Iris;

namespace Reverie.Training.Iris;

/// <summary>The actor-critic as a policy: it sees reconstructions (or the frames themselves, where told so) and remembers.</summary>
public sealed class IrisPolicy(IrisAgent agent, IFrameTokenizer frames, ITokenSampler sampler, Device device) : ICollectorPolicy
{
    private long _environments;

    public void Reset(int environments, SegmentBatch? burnIn)
    {
        using var scope = new TensorScope();
        _environments = environments;
        if (burnIn is null)
        {
            agent.ActorCritic.Reset(environments);
            return;
        }
        var batch = TensorBatch.From(burnIn, device);
        agent.ActorCritic.Reset(environments, agent.Perceive(batch.Observations, frames), batch.MaskPadding);
    }

    public void Act(ReadOnlySpan<byte> observations, bool sample, double temperature, Span<long> actions)
    {
        using var scope = new TensorScope();
        var shape = agent.FrameShape;
        var seen = Tensor.From(observations, [_environments, .. shape], ScalarType.UInt8).To(device);
        agent.Act(seen, frames, sampler, sample, temperature).CopyTo(actions);
    }

    public void Clear() => agent.ActorCritic.Clear();
}
