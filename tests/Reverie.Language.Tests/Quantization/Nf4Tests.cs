using System.Globalization;
using System.Text.Json;
using Reverie.Language.Quantization;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Quantization;

public sealed class Nf4Tests : IDisposable
{
    private readonly SafeTensorsFile _golden = SafeTensorsFile.Open(Repository.Golden("seqmodels", "nf4", "cases.safetensors"));

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Golden("seqmodels", "nf4", "cases.json")));
            foreach (var entry in document.RootElement.GetProperty("cases").EnumerateArray())
                data.Add(entry.GetProperty("name").GetString()!, entry.GetProperty("blocksize").GetInt32());
            return data;
        }
    }

    public void Dispose() => _golden.Dispose();

    [Fact]
    public void CodeBooks_EveryValue_HasTheReferenceBits()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Golden("seqmodels", "nf4", "codebook.json")));

        Assert.Equal(Bits("nf4"), Nf4.Levels.ToArray().Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(Bits("nf4_thresholds"), Nf4.Thresholds.ToArray().Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(Bits("dynamic_8bit_signed"), DynamicCode.Values.ToArray().Select(BitConverter.SingleToUInt32Bits));

        IEnumerable<uint> Bits(string name) => document.RootElement.GetProperty(name).GetProperty("float32_bits_hex").EnumerateArray()
            .Select(hex => uint.Parse(hex.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Quantize_GoldenCase_IsBitExact(string name, int blockSize)
    {
        var input = _golden.Read(name + "/input");

        var tensor = Nf4Tensor.Quantize(input.AsSpan<float>(), input.Shape, blockSize);
        float[] values = new float[tensor.ElementCount];
        tensor.Dequantize(values);

        Assert.Equal(_golden.Read(name + "/packed").Data.ToArray(), tensor.Packed.ToArray());
        SameBits(Floats(name + "/absmax"), tensor.Scales);
        SameBits(Floats(name + "/dequantized"), values);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Quantize_GoldenCaseTwice_IsBitExact(string name, int blockSize)
    {
        var input = _golden.Read(name + "/input");

        var tensor = Nf4Tensor.Quantize(input.AsSpan<float>(), input.Shape, blockSize, doubleQuantization: true);
        float[] values = new float[tensor.ElementCount];
        tensor.Dequantize(values);

        SameBits(Floats(name + "/nested_offset"), [tensor.QuantizedScales!.Offset]);
        SameBits(Floats(name + "/nested_absmax"), tensor.QuantizedScales.Scales);
        Assert.Equal(_golden.Read(name + "/absmax_q8").Data.ToArray(), tensor.QuantizedScales.Codes);
        SameBits(Floats(name + "/absmax_dequantized"), tensor.Scales);
        SameBits(Floats(name + "/dequantized_double"), values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(200)]
    public void Dequantize_AnyLength_AgreesWithTheDefinition(int count)
    {
        var random = new Random(count);
        byte[] packed = new byte[Nf4.PackedLength(count)];
        random.NextBytes(packed);
        float[] scales = [.. Enumerable.Range(0, Nf4.BlockCount(count, 32)).Select(_ => random.NextSingle())];
        float[] values = new float[count];

        Nf4.Dequantize(packed, scales, 32, values);

        Assert.Equal(Enumerable.Range(0, count).Select(i => Nf4.Levels[i % 2 == 0 ? packed[i / 2] >> 4 : packed[i / 2] & 15] * scales[i / 32]), values);
    }

    [Fact]
    public void Quantize_BlocksLargerThanTheBuffer_AgreeWithTheDefinition()
    {
        var random = new Random(2);
        float[] values = [.. Enumerable.Range(0, 20_001).Select(_ => random.NextSingle() - 0.5f)];
        var tensor = Nf4Tensor.Quantize(values, [values.Length], blockSize: 10_000);
        float[] restored = new float[values.Length];

        tensor.Dequantize(restored);

        // No weight is further from its level than half of the widest gap between levels.
        Assert.All(values.Zip(restored), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.16f * 0.5f));
    }

    [Fact]
    public void Nearest_EveryValueAndMidpoint_PrefersTheLower()
    {
        for (int code = 0; code < 256; code++)
            Assert.Equal(code, DynamicCode.Nearest(DynamicCode.Values[code]));
        Assert.Equal(0, DynamicCode.Nearest(-2));
        Assert.Equal(255, DynamicCode.Nearest(2));
        Assert.Equal(127, DynamicCode.Nearest(DynamicCode.Values[128] / 2));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Quantize_NotFinite_Refuses(float value)
    {
        float[] values = new float[64];
        foreach (int position in (int[])[0, 40, 63])
        {
            Array.Clear(values);
            values[position] = value;
            Assert.Contains("cannot be quantised", Assert.Throws<ArgumentException>(() => Nf4Tensor.Quantize(values, [64])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Quantize_WrongSizes_SaysWhichAreRight()
    {
        Assert.Throws<ArgumentException>(() => Nf4Tensor.Quantize(new float[8], [9]));
        Assert.Throws<ArgumentException>(() => Nf4Tensor.Quantize(new float[8], [8], blockSize: 7));
        Assert.Throws<ArgumentException>(() => new Nf4Tensor([long.MaxValue, long.MaxValue], [], [1f]));
        Assert.Contains(
            "4 bytes and 1 scales", Assert.Throws<ArgumentException>(() => Nf4.Dequantize([1], [1], 64, new float[8])).Message, StringComparison.Ordinal);
    }

    private float[] Floats(string name) => _golden.Read(name).ToSingle();

    private static void SameBits(float[] expected, ReadOnlySpan<float> actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), actual.ToArray().Select(BitConverter.SingleToUInt32Bits));

    [Theory]
    [InlineData(0)]
    [InlineData(-64)]
    public void Quantize_BlocksWithoutNumbers_AreRefusedWithASentence(int blockSize)
    {
        var e = Assert.Throws<ArgumentException>(() => Nf4Tensor.Quantize(new float[8], [8], blockSize));
        Assert.Contains($"at least one number, not {blockSize}", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Nf4Tensor([8], new byte[4], [1f], blockSize));
        Assert.Throws<ArgumentException>(() => new QuantizedScales(new byte[4], [1f], 0, blockSize).Dequantize());
        Assert.Throws<ArgumentException>(() => QuantizedScales.Quantize([1f, 2], blockSize));
    }
}
