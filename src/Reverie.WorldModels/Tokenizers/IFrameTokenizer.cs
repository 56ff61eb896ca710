using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers;

/// <summary>
/// Turns frames into tokens and back, without gradients. One that learns is an <see cref="ILearningTokenizer"/> as well; one that is
/// saved with an agent is a <see cref="Reverie.Torch.Modules.Module"/>, whose weights and buffers are what is saved.
/// </summary>
public interface IFrameTokenizer
{
    /// <summary>Distinct tokens, V.</summary>
    int VocabularySize { get; }

    /// <summary>Tokens of one frame, K.</summary>
    int TokensPerFrame { get; }

    /// <summary>What its work on a frame costs.</summary>
    FrameCost Cost { get; }

    /// <summary>The tokens of frames.</summary>
    /// <param name="frames">Frames [..., a, b, c] as environments show them, bytes; or, where they are pictures, also in [0, 1].</param>
    /// <returns>Integers [..., K].</returns>
    Tensor EncodeTokens(Tensor frames);

    /// <summary>Pictures of what tokens stand for.</summary>
    /// <param name="tokens">Integers [..., K].</param>
    /// <returns>[..., C, H, W] in [0, 1].</returns>
    Tensor DecodeTokens(Tensor tokens);

    /// <summary>Pictures of frames as they are, for people.</summary>
    /// <param name="frames">Frames as environments show them, bytes [..., a, b, c].</param>
    /// <returns>Bytes [..., C, H, W] of the size that <see cref="DecodeTokens"/> gives.</returns>
    Tensor PicturesOf(Tensor frames) => frames;
}
