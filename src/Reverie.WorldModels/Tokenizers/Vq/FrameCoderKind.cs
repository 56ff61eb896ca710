namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>What kind of network encodes frames, and decodes them.</summary>
public enum FrameCoderKind
{
    /// <summary>Convolutions (VQGAN, Esser et al., 2021), as in IRIS.</summary>
    Cnn,

    /// <summary>Transformers over patches (ViT-VQGAN, Yu et al., 2022).</summary>
    Vit,
}
