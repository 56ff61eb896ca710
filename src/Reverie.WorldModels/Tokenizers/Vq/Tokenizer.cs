using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Tokenizers.Vq.Perceptual;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>
/// IRIS's discrete autoencoder: frames to tokens and back (Micheli et al., 2023). Frames are [..., C, R, R] with any leading
/// dimensions; outside the network their range is [0, 1] (or bytes), inside it is [-1, 1]. Parameter names are IRIS's.
/// </summary>
public sealed partial class Tokenizer : Module, ILearningTokenizer
{
    private readonly Conv2d _preQuantConv;
    private readonly Embedding _embedding;
    private readonly Conv2d _postQuantConv;

    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="lpips">The perceptual loss; where left out it is loaded from <see cref="TokenizerOptions.LpipsWeights"/>, or off if there are none.</param>
    public Tokenizer(TokenizerOptions options, Generator generator, Lpips? lpips = null)
    {
        options.Validate();
        Options = options;
        int z = options.Encoder.LatentChannels, e = options.EmbeddingSize;
        Encoder = Child("encoder", new Encoder(options.Encoder, generator));
        _preQuantConv = Child("pre_quant_conv", new Conv2d(z, e, 1, generator: generator));
        _embedding = Child("embedding", new Embedding(options.VocabularySize, e, generator));
        using (new NoGrad())
            _embedding.Weight.UniformInPlace(-1.0 / options.VocabularySize, 1.0 / options.VocabularySize, generator);
        _postQuantConv = Child("post_quant_conv", new Conv2d(e, z, 1, generator: generator));
        Decoder = Child("decoder", new Decoder(options.Encoder, generator));
        if (lpips is null && options.LpipsWeights.Count > 0)
            lpips = Lpips.Load(options.LpipsWeights, options.LpipsDropout);
        if (lpips is not null)
            Lpips = Child("lpips", lpips);
    }

    public TokenizerOptions Options { get; }

    public Encoder Encoder { get; }

    public Decoder Decoder { get; }

    /// <summary>The perceptual loss, or null where it is off.</summary>
    public Lpips? Lpips { get; }

    /// <summary>What the encoder and the decoder compute in, on a CPU; codes, distances and losses are float32.</summary>
    public Precision Precision { get; set; }

    public int VocabularySize => Options.VocabularySize;

    /// <summary>Tokens of one frame.</summary>
    public int TokensPerFrame => Options.TokensPerFrame;

    /// <summary>The codes, [V, E].</summary>
    public Tensor Codebook => _embedding.Weight;

    /// <summary>Encodes frames and finds the nearest codes; recorded for gradients.</summary>
    /// <param name="x">[..., C, R, R]</param>
    /// <param name="preprocess">True for frames in [0, 1], false for [-1, 1].</param>
    public TokenizerEncoding Encode(Tensor x, bool preprocess)
    {
        long[] leading = x.Shape[..^3].ToArray();
        long e = Options.EmbeddingSize, grid = Options.Encoder.GridSize;
        var frames = Flatten(x);
        var z = EncodeLatents(preprocess ? Preprocess(frames) : frames); // [N, E, g, g]
        var vectors = z.Permute(0, 2, 3, 1).Reshape(-1, e); // [N g², E]
        var tokens = Quantizer.Nearest(vectors, Codebook); // [N g²]
        var quantized = Lookup(tokens); // [N, E, g, g]
        return new TokenizerEncoding(
            z.Reshape([.. leading, e, grid, grid]), quantized.Reshape([.. leading, e, grid, grid]), tokens.View([.. leading, grid * grid]));
    }

    /// <summary>Decodes latents; recorded for gradients.</summary>
    /// <param name="zQuantized">[..., E, g, g]</param>
    /// <param name="postprocess">True for frames in [0, 1], false for [-1, 1]; not clamped.</param>
    /// <returns>[..., C, R, R]</returns>
    public Tensor Decode(Tensor zQuantized, bool postprocess)
    {
        long[] leading = zQuantized.Shape[..^3].ToArray();
        var frames = DecodeLatents(Flatten(zQuantized));
        frames = frames.Reshape([.. leading, .. frames.Shape[1..]]);
        return postprocess ? Postprocess(frames) : frames;
    }

    /// <summary>What the decoder makes of the codes nearest to the frames, without gradients and not clamped.</summary>
    /// <param name="x">[..., C, R, R]</param>
    /// <param name="preprocess">True for frames in [0, 1], false for [-1, 1].</param>
    /// <param name="postprocess">The same for the result.</param>
    public Tensor EncodeDecode(Tensor x, bool preprocess = true, bool postprocess = true) =>
        InChunks(x, 3, frames => Decode(Encode(frames, preprocess).ZQuantized, postprocess));

    /// <summary>The tokens of frames, without gradients.</summary>
    /// <param name="frames">[..., C, R, R], in [0, 1] or bytes.</param>
    /// <returns>Integers [..., g²].</returns>
    public Tensor EncodeTokens(Tensor frames) => InChunks(frames, 3, chunk => Encode(chunk, preprocess: true).Tokens);

    /// <summary>The frames that tokens stand for, in [0, 1], without gradients.</summary>
    /// <param name="tokens">Integers [..., g²].</param>
    /// <returns>[..., C, R, R]</returns>
    public Tensor DecodeTokens(Tensor tokens) =>
        InChunks(tokens, 1, chunk => Decode(Lookup(chunk), postprocess: true).ClampInPlace(0, 1));

    /// <summary>The losses of a batch of frames.</summary>
    /// <param name="observations">[..., C, R, R], in [0, 1] or bytes.</param>
    public TokenizerLosses ComputeLosses(Tensor observations)
    {
        var frames = Preprocess(Flatten(observations));
        var encoding = Encode(frames, preprocess: false);
        var (z, codes) = (encoding.Z, encoding.ZQuantized);
        // The gradient of the decoder's input goes to z as it is (straight-through estimator).
        var reconstruction = Decode(z + (codes - z).Detach(), postprocess: false);
        var commitment = F.MseLoss(codes, z.Detach()) + F.MseLoss(z, codes.Detach());
        var squares = Options.L2Weight > 0 || Options.MaxPixelWeight > 0 ? (reconstruction - frames).Square() : null;
        return new TokenizerLosses(commitment, F.L1Loss(reconstruction, frames))
        {
            Perceptual = Lpips?.Forward(frames, reconstruction).Mean(),
            Squared = Options.L2Weight > 0 ? squares!.Mean() * Options.L2Weight : null,
            MaxPixel = Options.MaxPixelWeight > 0 ? squares!.AMax([1, 2, 3]).Mean() * Options.MaxPixelWeight : null,
        };
    }

    /// <summary>[0, 1] (or bytes) to [-1, 1].</summary>
    public static Tensor Preprocess(Tensor x) => x.DType == ScalarType.UInt8 ? Preprocess(x.Float() / 255) : (x * 2) - 1;

    /// <summary>[-1, 1] to [0, 1].</summary>
    public static Tensor Postprocess(Tensor x) => (x + 1) / 2;

    private Tensor EncodeLatents(Tensor frames)
    {
        using var lower = new Autocast(ScalarType.BFloat16, Precision == Precision.Bfloat16);
        return _preQuantConv.Forward(Encoder.Forward(frames)).Float();
    }

    private Tensor DecodeLatents(Tensor latents)
    {
        using var lower = new Autocast(ScalarType.BFloat16, Precision == Precision.Bfloat16);
        return Decoder.Forward(_postQuantConv.Forward(latents.ChannelsLast())).Float();
    }

    /// <summary>[..., g²] tokens (or [N g²]) to [N, E, g, g] codes.</summary>
    private Tensor Lookup(Tensor tokens)
    {
        long grid = Options.Encoder.GridSize;
        return _embedding.Forward(tokens).View(-1, grid, grid, Options.EmbeddingSize).Permute(0, 3, 1, 2);
    }

    private static Tensor Flatten(Tensor x) => x.Dim == 4 ? x : x.Reshape(-1, x.Size(-3), x.Size(-2), x.Size(-1));

    /// <summary>
    /// Runs a function without gradients over a few frames at a time. Items have <paramref name="itemDims"/> dimensions. A lone frame goes
    /// through twice: libtorch takes other kernels for a batch of one, and what a frame gives must not depend on which others a cache knew.
    /// </summary>
    private Tensor InChunks(Tensor x, int itemDims, Func<Tensor, Tensor> body)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        long[] leading = x.Shape[..^itemDims].ToArray();
        var items = x.Reshape([-1, .. x.Shape[^itemDims..]]);
        var results = new List<Tensor>();
        foreach (var chunk in items.Split(Options.ChunkSize))
        {
            using var inner = new TensorScope();
            results.Add(inner.Keep(chunk.Size(0) > 1 ? body(chunk) : body(Tensor.Cat([chunk, chunk])).Narrow(0, 0, 1)));
        }
        var all = results.Count == 1 ? results[0] : Tensor.Cat(results.ToArray());
        return scope.Keep(all.Reshape([.. leading, .. all.Shape[1..]]));
    }
}
