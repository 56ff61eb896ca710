using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Tokenizers.Vq.Perceptual;
using Reverie.WorldModels.Tokenizers.Vq.Quantizers;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>
/// IRIS's discrete autoencoder: frames to tokens and back (Micheli et al., 2023). Frames are [..., C, R, R] with any leading
/// dimensions; outside the network their range is [0, 1] (or bytes), inside it is [-1, 1]. Parameter names are IRIS's.
/// </summary>
public sealed partial class Tokenizer : Module, ILearningTokenizer
{
    private readonly Conv2d _preQuantConv;
    private readonly Conv2d _postQuantConv;

    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="lpips">The perceptual loss; where left out it is loaded from <see cref="TokenizerOptions.LpipsWeights"/>, or off if there are none.</param>
    /// <param name="words">Word embeddings of a language model, [words, hidden size], where <see cref="TokenizerOptions.Codebook"/> comes from there.</param>
    public Tokenizer(TokenizerOptions options, Generator generator, Lpips? lpips = null, Tensor? words = null)
    {
        options.Validate();
        Options = options;
        int z = options.Encoder.LatentChannels, e = options.EmbeddingSize;
        Encoder = Child("encoder", FrameCoders.Encoder(options.Encoder, generator));
        _preQuantConv = Child("pre_quant_conv", new Conv2d(z, e, 1, generator: generator));
        Quantizer = Child("embedding", QuantizerFactory.Create(options, words, generator));
        _postQuantConv = Child("post_quant_conv", new Conv2d(e, z, 1, generator: generator));
        Decoder = Child("decoder", FrameCoders.Decoder(options.Encoder, generator));
        if (options.CriticLossWeight > 0)
            Critic = Child("critic", new ValueCritic((long)e * options.TokensPerFrame, options.Critic, generator));
        if (lpips is null && options.LpipsWeights.Count > 0)
            lpips = Lpips.Load(options.LpipsWeights, options.LpipsDropout);
        if (lpips is not null)
            Lpips = Child("lpips", lpips);
    }

    public TokenizerOptions Options { get; }

    public Layer Encoder { get; }

    public Layer Decoder { get; }

    /// <summary>Puts a code of finitely many in the place of what the encoder makes.</summary>
    public Quantizer Quantizer { get; }

    /// <summary>The perceptual loss, or null where it is off.</summary>
    public Lpips? Lpips { get; }

    /// <summary>The critic of the value loss, or null where it is off.</summary>
    public ValueCritic? Critic { get; }

    public bool LearnsReturns => Critic is not null;

    /// <summary>What the encoder and the decoder compute in, on a CPU; codes, distances and losses are float32.</summary>
    public Precision Precision { get; set; }

    public int VocabularySize => Options.VocabularySize;

    /// <summary>Tokens of one frame.</summary>
    public int TokensPerFrame => Options.TokensPerFrame;

    /// <summary>The codes, [V, E].</summary>
    public Tensor Codebook => Quantizer.Codes;

    /// <summary>Encodes frames and finds the nearest codes; recorded for gradients.</summary>
    /// <param name="x">[..., C, R, R]</param>
    /// <param name="preprocess">True for frames in [0, 1], false for [-1, 1].</param>
    public TokenizerEncoding Encode(Tensor x, bool preprocess)
    {
        long[] leading = x.Shape[..^3].ToArray();
        long e = Options.EmbeddingSize, grid = Options.Encoder.GridSize;
        var frames = Flatten(x);
        var z = Quantizer.Bound(EncodeLatents(preprocess ? Preprocess(frames) : frames)); // [N, E, g, g]
        var tokens = Quantizer.Nearest(Vectors(z)); // [N g²]
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
    /// <param name="returns">The discounted return of each frame, [N], N being all leading dimensions together; null: none is known.</param>
    public TokenizerLosses ComputeLosses(Tensor observations, Tensor? returns = null)
    {
        var frames = Preprocess(Flatten(observations));
        var encoding = Encode(frames, preprocess: false);
        var (z, codes) = (encoding.Z, encoding.ZQuantized);
        // The gradient of the decoder's input goes to z as it is (straight-through estimator).
        var latents = z + (codes - z).Detach();
        var reconstruction = Decode(latents, postprocess: false);
        var commitment = Quantizer.Loss(z, codes);
        if (Training)
            Quantizer.Learn(Vectors(z), encoding.Tokens.Flatten());
        var squares = Options.L2Weight > 0 || Options.MaxPixelWeight > 0 ? (reconstruction - frames).Square() : null;
        return new TokenizerLosses
        {
            Commitment = commitment,
            Reconstruction = Options.L1Weight > 0 ? Weighted(F.L1Loss(reconstruction, frames), Options.L1Weight) : null,
            Perceptual = Lpips?.Forward(frames, reconstruction).Mean(),
            Squared = Options.L2Weight > 0 ? squares!.Mean() * Options.L2Weight : null,
            MaxPixel = Options.MaxPixelWeight > 0 ? squares!.AMax([1, 2, 3]).Mean() * Options.MaxPixelWeight : null,
            Value = Critic is not null && returns is not null ? F.MseLoss(Critic.Forward(latents), returns) * Options.CriticLossWeight : null,
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
        return Quantizer.Lookup(tokens).View(-1, grid, grid, Options.EmbeddingSize).Permute(0, 3, 1, 2);
    }

    /// <summary>[N, E, g, g] to [N g², E].</summary>
    private static Tensor Vectors(Tensor z) => z.Permute(0, 2, 3, 1).Reshape(-1, z.Size(1));

    private static Tensor Weighted(Tensor loss, double weight) => weight == 1 ? loss : loss * weight;

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
