using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Tokenizers.Vq.Quantizers;

namespace Reverie.WorldModels.Tokenizers.Patches;

/// <summary>
/// Cuts frames into patches and gives each the number of the nearest one that it knows (Dedieu et al., 2025). Codes are patches that were seen;
/// one that is far from all of them becomes a new code, and codes never change, so that a token means the same for ever. Nothing is learned by
/// gradient.
/// </summary>
public sealed class PatchTokenizer : Module, IGrowingTokenizer
{
    private const int Channels = 3;
    private const int ChunkSize = 64; // frames at a time

    private readonly PatchOptions _options;
    private readonly int _grid;
    private readonly Tensor _codes; // bytes [V, C p²]
    private readonly Tensor _count; // []

    /// <param name="resolution">Pixels per side of a frame.</param>
    /// <param name="options">Patches, threshold, most codes.</param>
    /// <exception cref="ArgumentException">Patches do not fit a frame.</exception>
    public PatchTokenizer(int resolution, PatchOptions options)
    {
        SizeRules.Require(options);
        if (resolution % options.PatchSize != 0)
        {
            throw new ArgumentException(
                $"'tokenizer.patches.patch_size' is {options.PatchSize}, and frames of {resolution} pixels a side cannot be cut so; choose a divisor.");
        }
        (_options, _grid) = (options, resolution / options.PatchSize);
        _codes = Buffer("codes", Tensor.Zeros([options.MaxCodes, (long)Channels * options.PatchSize * options.PatchSize], ScalarType.UInt8));
        _count = Buffer("count", Tensor.Zeros([1], ScalarType.Int64));
    }

    public int VocabularySize => _options.MaxCodes;

    public int TokensPerFrame => _grid * _grid;

    public int CodeCount => (int)_count.ItemInt64();

    public FrameCost Cost => new(2.0 * TokensPerFrame * _codes.NumElements, 0, TokensPerFrame * _codes.Size(1));

    /// <summary>The codes so far, in [0, 1], [count, C p²]; before there is any, a black one stands in.</summary>
    private Tensor Codes => _codes.Narrow(0, 0, Math.Max(1, CodeCount)).Float() / 255;

    public Tensor EncodeTokens(Tensor frames)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var codes = Codes;
        var tokens = Chunks(frames).Select(chunk => CodeSearch.Nearest(Patches(chunk), codes)).ToArray();
        return scope.Keep(Tensor.Cat(tokens).Reshape([.. frames.Shape[..^3], TokensPerFrame]));
    }

    public Tensor DecodeTokens(Tensor tokens)
    {
        using var noGrad = new NoGrad();
        var patches = _codes.IndexSelect(0, tokens.Flatten()).Float() / 255; // [N K, C p²]
        var folded = patches.View(-1, _grid, _grid, _codes.Size(1)).Permute(0, 3, 1, 2); // [N, C p², g, g]
        int side = _grid * _options.PatchSize;
        return F.PixelShuffle(folded, _options.PatchSize).Reshape([.. tokens.Shape[..^1], Channels, side, side]);
    }

    public void Grow(Tensor frames)
    {
        using var noGrad = new NoGrad();
        foreach (var chunk in Chunks(frames))
        {
            using var scope = new TensorScope();
            if (CodeCount == VocabularySize)
                return;
            Grow(Patches(chunk), Fold(chunk));
        }
    }

    /// <summary>As if patch came after patch, each compared with all codes that there are by then.</summary>
    private void Grow(Tensor patches, Tensor bytes)
    {
        int known = CodeCount;
        double[] nearest = known == 0 ? [.. Enumerable.Repeat(double.PositiveInfinity, (int)patches.Size(0))] : Nearest(patches, Codes);
        for (int i = 0; i < nearest.Length && known < VocabularySize; i++)
        {
            if (nearest[i] <= _options.Threshold)
                continue;
            _codes.Select(0, known++).CopyFrom(bytes.Select(0, i));
            double[] fresh = Nearest(patches, patches.Narrow(0, i, 1));
            for (int j = i; j < nearest.Length; j++)
                nearest[j] = Math.Min(nearest[j], fresh[j]);
        }
        _count.FillInPlace(known);
    }

    /// <summary>The squared distance of each patch to its nearest code. Differences, not products: a patch that is a code is at 0 from it.</summary>
    private static double[] Nearest(Tensor patches, Tensor codes)
    {
        var index = CodeSearch.Nearest(patches, codes);
        return [.. (patches - codes.IndexSelect(0, index)).Square().Sum([1]).ToArray<float>().Select(distance => (double)distance)];
    }

    /// <summary>Patches in [0, 1], row by row, [N K, C p²].</summary>
    private Tensor Patches(Tensor frames) => frames.DType == ScalarType.UInt8 ? Fold(frames).Float() / 255 : Fold(frames);

    private Tensor Fold(Tensor frames)
    {
        long p = _options.PatchSize, side = _grid * p;
        if (frames.Size(-3) != Channels || frames.Size(-2) != side || frames.Size(-1) != side)
            throw new ArgumentException($"Frames are [..., {Channels}, {side}, {side}], not {frames}.");
        return frames.View(-1, Channels, _grid, p, _grid, p).Permute(0, 2, 4, 1, 3, 5).Reshape(-1, _codes.Size(1));
    }

    private static IEnumerable<Tensor> Chunks(Tensor frames) => frames.Contiguous().View([-1, .. frames.Shape[^3..]]).Split(ChunkSize);
}
