using Reverie.Torch;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>Shows an actor-critic what it wants to see: reconstructions, the frames themselves, or their tokens. Without gradients.</summary>
internal sealed class Sight(ActorCritic actorCritic, IFrameTokenizer tokenizer)
{
    private bool WantsTokens => actorCritic.Options.Sees == ActorSight.Tokens;

    /// <summary>Of frames of the real environment.</summary>
    /// <param name="frames">[..., a, b, c], bytes or in [0, 1].</param>
    public Tensor Of(Tensor frames)
    {
        if (actorCritic.Options.UseOriginalObs)
            return frames.DType == ScalarType.UInt8 ? frames.Float() / 255 : frames;
        using var noGrad = new NoGrad();
        return OfTokens(tokenizer.EncodeTokens(frames));
    }

    /// <summary>Of frames whose tokens are known, integers [..., K].</summary>
    public Tensor OfTokens(Tensor tokens) => WantsTokens ? tokens : tokenizer.DecodeTokens(tokens);
}
