using Reverie.Torch;
using Reverie.WorldModels.Tokenizers.Patches;

namespace Reverie.WorldModels.Tests.Tokenizers.Patches;

public sealed class PatchTokenizerTests
{
    private static readonly PatchOptions Options = new() { PatchSize = 2, Threshold = 0.3, MaxCodes = 40 };

    [Fact]
    public void Grow_ManyFrames_GivesTheCodesOfALoopOverPatches()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using var tokenizer = new PatchTokenizer(6, Options);
        var frames = Frames(generator, 90);
        tokenizer.Grow(frames);
        var codes = new List<byte[]>();
        foreach (byte[] patch in Cut(frames))
        {
            if (codes.Count < Options.MaxCodes && codes.TrueForAll(code => Distance(code, patch) > Options.Threshold))
                codes.Add(patch);
        }
        Assert.InRange(codes.Count, 5, 39);
        Assert.Equal(codes.Count, tokenizer.CodeCount);
        byte[] stored = tokenizer.StateDict().Single(entry => entry.Name == "codes").Tensor.ToArray<byte>();
        Assert.Equal(codes.SelectMany(code => code), stored[..(codes.Count * 12)]);
        // Each patch is the number of its nearest code.
        long[] expected = [.. Cut(frames).Select(patch => (long)Enumerable.Range(0, codes.Count).MinBy(i => Distance(codes[i], patch)))];
        Assert.Equal(expected, tokenizer.EncodeTokens(frames).ToArray<long>());
        Assert.Equal([90, 9], tokenizer.EncodeTokens(frames).Shape);
        Assert.Equal(expected, tokenizer.EncodeTokens(frames.Float() / 255).ToArray<long>());
    }

    [Fact]
    public void Grow_SameFramesAgain_ChangesNothing()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(2);
        using var one = new PatchTokenizer(6, Options);
        using var other = new PatchTokenizer(6, Options);
        Tensor first = Frames(generator, 20), second = Frames(generator, 20);
        one.Grow(first);
        one.Grow(second);
        other.Grow(first);
        using var resumed = new PatchTokenizer(6, Options);
        resumed.LoadStateDict(other.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor));
        resumed.Grow(Tensor.Cat([first, second]));
        Assert.Equal(one.CodeCount, resumed.CodeCount);
        Assert.All(one.StateDict().Zip(resumed.StateDict()), pair => Assert.Equal(pair.First.Tensor.ToBytes(), pair.Second.Tensor.ToBytes()));
    }

    [Fact]
    public void DecodeTokens_FramesOfKnownPatches_AreExact()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        using var tokenizer = new PatchTokenizer(6, Options with { Threshold = 0, MaxCodes = 4096 });
        var frames = Frames(generator, 12).View(3, 4, 3, 6, 6);
        tokenizer.Grow(frames);
        Assert.Equal(0, (tokenizer.DecodeTokens(tokenizer.EncodeTokens(frames)) - (frames.Float() / 255)).Abs().Max().Item());
        Assert.Empty(tokenizer.Parameters());
    }

    [Fact]
    public void Grow_MoreThanItHolds_StopsAndTakesTheNearest()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(4);
        using var tokenizer = new PatchTokenizer(6, Options with { MaxCodes = 3 });
        var frames = Frames(generator, 30);
        Assert.Equal(0, tokenizer.EncodeTokens(frames).Max().ItemInt64()); // nothing is known yet
        tokenizer.Grow(frames);
        tokenizer.Grow(frames);
        Assert.Equal(3, tokenizer.CodeCount);
        Assert.Equal([0, 1, 2], tokenizer.EncodeTokens(frames).ToArray<long>().Distinct().Order());
    }

    [Fact]
    public void Constructor_PatchesThatDoNotFit_SaysWhatToChange() =>
        Assert.Contains("choose a divisor", Assert.Throws<ArgumentException>(() => new PatchTokenizer(7, Options)).Message, StringComparison.Ordinal);

    /// <summary>Frames of a few colours with a little noise.</summary>
    private static Tensor Frames(Generator generator, int count)
    {
        byte[] noise = Tensor.Randint(0, 20, [count, 3, 6, 6], generator).To(ScalarType.UInt8).ToArray<byte>();
        long[] colours = Tensor.Randint(0, 3, [count, 3, 3, 3], generator).ToArray<long>();
        for (int i = 0; i < noise.Length; i++)
        {
            int row = i / 6 % 6, column = i % 6;
            noise[i] += (byte)(100 * colours[(i / 36 * 9) + (row / 2 * 3) + (column / 2)]);
        }
        return Tensor.From(noise, count, 3, 6, 6);
    }

    /// <summary>The patches of frames, row by row, as bytes by channel, row and column.</summary>
    private static IEnumerable<byte[]> Cut(Tensor frames)
    {
        byte[] pixels = frames.ToArray<byte>();
        for (int frame = 0; frame < frames.Size(0); frame++)
        {
            for (int k = 0; k < 9; k++)
            {
                yield return [.. Enumerable.Range(0, 12).Select(i =>
                    pixels[(frame * 108) + (i / 4 * 36) + (((k / 3 * 2) + (i / 2 % 2)) * 6) + (k % 3 * 2) + (i % 2)])];
            }
        }
    }

    private static double Distance(byte[] a, byte[] b) => a.Zip(b, (x, y) => (x - y) / 255.0 * ((x - y) / 255.0)).Sum();
}
