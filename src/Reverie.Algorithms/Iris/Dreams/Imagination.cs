using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>Rolls an actor-critic out in a world model.</summary>
/// <param name="actorCritic">Acts, and is trained through its memory over the whole horizon.</param>
/// <param name="tokenizer">Shows it the reconstructions of frames; a <see cref="CachedFrameTokenizer"/> does each frame once.</param>
/// <param name="worldModel">Imagines.</param>
/// <param name="sampler">Draws actions, tokens, rewards and ends.</param>
public sealed class Imagination(ActorCritic actorCritic, IFrameTokenizer tokenizer, WorldModel worldModel, ITokenSampler sampler) : IDisposable
{
    private readonly WorldModelEnvironment _environment = new(tokenizer, worldModel, sampler);

    /// <summary>One rollout per row, from the last frame of a segment; the frames before it fill the actor's memory.</summary>
    /// <param name="frames">[B, burn-in + 1, C, H, W] in [0, 1], or bytes.</param>
    /// <param name="maskPadding">Truth values [B, burn-in + 1], false where a frame is padding; the last is always real.</param>
    /// <param name="horizon">Steps H.</param>
    /// <param name="keepFrames">Whether the rollout holds what the actor saw.</param>
    /// <exception cref="ArgumentException">A segment's last frame is padding.</exception>
    public ImaginedRollout Run(Tensor frames, Tensor maskPadding, int horizon, bool keepFrames = false) =>
        RunFromTokens(EncodeSegment(frames), maskPadding, horizon, keepFrames);

    /// <summary>The same from the frames' tokens, integers [B, burn-in + 1, K].</summary>
    public ImaginedRollout RunFromTokens(Tensor tokens, Tensor maskPadding, int horizon, bool keepFrames = false)
    {
        if (maskPadding.Select(1, maskPadding.Size(1) - 1).All().ItemInt64() == 0)
            throw new ArgumentException("Imagination starts from the last frame of a segment, which is padding here; pad segments on the left.");
        long burnIn = tokens.Size(1) - 1;
        if (burnIn > 0)
            actorCritic.ResetFromFeatures(BurnInFeatures(tokens.Narrow(1, 0, burnIn)), maskPadding.Narrow(1, 0, burnIn));
        else
            actorCritic.Reset(tokens.Size(0));
        _environment.ResetFromTokens(tokens.Select(1, burnIn));

        var steps = new List<(Tensor? Frame, Tensor Action, Tensor Logits, Tensor Value, ImaginedStep Answer)>();
        var features = new RolloutFeatures(actorCritic, tokenizer);
        for (int t = 0; t < horizon; t++)
        {
            var frame = keepFrames ? ToBytes(_environment.Decode()) : null;
            var output = actorCritic.ForwardFeatures(features.Of(_environment.ObservationTokens));
            var action = sampler.Sample(output.LogitsActions); // [B, 1]
            var answer = _environment.Step(action, predictNext: t < horizon - 1);
            steps.Add((frame, action, output.LogitsActions, output.Values, answer));
        }
        return new(
            keepFrames ? Tensor.Stack(steps.Select(step => step.Frame!).ToArray(), 1) : null,
            Tensor.Cat(steps.Select(step => step.Action).ToArray(), 1),
            Tensor.Cat(steps.Select(step => step.Logits).ToArray(), 1),
            Tensor.Cat(steps.Select(step => step.Value).ToArray(), 1).Squeeze(-1),
            Tensor.Stack(steps.Select(step => step.Answer.Rewards).ToArray(), 1),
            Tensor.Stack(steps.Select(step => step.Answer.Ends).ToArray(), 1));
    }

    /// <summary>Imagines a rollout and computes its losses.</summary>
    public ActorCriticLosses ComputeLoss(Tensor frames, Tensor maskPadding, int horizon, ActorCriticLossOptions options) =>
        ActorCriticLosses.Compute(Run(frames, maskPadding, horizon), options);

    public void Dispose() => _environment.Dispose();

    private Tensor EncodeSegment(Tensor frames)
    {
        using var noGrad = new NoGrad();
        return tokenizer.EncodeTokens(frames);
    }

    private Tensor BurnInFeatures(Tensor tokens)
    {
        using var noGrad = new NoGrad();
        var features = new RolloutFeatures(actorCritic, tokenizer).Of(tokens.Flatten(0, 1)); // [B T, F]
        return features.View(tokens.Size(0), tokens.Size(1), -1);
    }

    private static Tensor ToBytes(Tensor frames) => (frames * 255).To(ScalarType.UInt8).To(Device.Cpu);
}
