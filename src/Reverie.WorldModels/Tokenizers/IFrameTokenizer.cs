using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers;

/// <summary>Turns frames into tokens and back, without gradients.</summary>
public interface IFrameTokenizer
{
    /// <summary>Tokens of one frame, K.</summary>
    int TokensPerFrame { get; }

    /// <summary>The tokens of frames.</summary>
    /// <param name="frames">[..., C, H, W] in [0, 1], or bytes.</param>
    /// <returns>Integers [..., K].</returns>
    Tensor EncodeTokens(Tensor frames);

    /// <summary>The frames that tokens stand for.</summary>
    /// <param name="tokens">Integers [..., K].</param>
    /// <returns>[..., C, H, W] in [0, 1].</returns>
    Tensor DecodeTokens(Tensor tokens);
}
