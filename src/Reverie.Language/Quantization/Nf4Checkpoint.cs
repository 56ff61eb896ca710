using System.Text.Json;
using System.Text.Json.Serialization;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Quantization;

/// <summary>4-bit weights in .safetensors files, under the names that bitsandbytes gives to their parts.</summary>
public static class Nf4Checkpoint
{
    private const string StateSuffix = ".quant_state.bitsandbytes__nf4";
    private static readonly string[] PartSuffixes = [".absmax", ".quant_map", ".nested_absmax", ".nested_quant_map", StateSuffix];

    /// <summary>True where the file holds the weight in 4 bits.</summary>
    public static bool Contains(SafeTensorsFile file, string name) => file.Contains(name + StateSuffix);

    /// <summary>True for the names of parts (scales, code books, state) that belong to some 4-bit weight of the file.</summary>
    public static bool IsPart(SafeTensorsFile file, string name) =>
        Array.Exists(PartSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal) && Contains(file, name[..^suffix.Length]));

    /// <summary>Reads a 4-bit weight.</summary>
    /// <exception cref="InvalidDataException">Parts are missing, do not fit together, or use another code.</exception>
    /// <exception cref="KeyNotFoundException">The file has no such weight.</exception>
    public static Nf4Tensor Read(SafeTensorsFile file, string name)
    {
        byte[] packed = Bytes(file, name);
        var state = ReadState(file, name);
        Require(state is { QuantType: "nf4", Shape: not null }, file, name, "is not an NF4 weight with a shape");
        Require(Floats(file, name + ".quant_map").AsSpan().SequenceEqual(Nf4.Levels), file, name, "uses levels other than NF4's");
        try
        {
            if (state.NestedOffset is not { } offset)
                return new Nf4Tensor(state.Shape!, packed, Floats(file, name + ".absmax"), state.BlockSize);
            bool isDynamic = Floats(file, name + ".nested_quant_map").AsSpan().SequenceEqual(DynamicCode.Values);
            Require(isDynamic, file, name, "uses a code for its scales other than the dynamic one");
            var (codes, scales) = (Bytes(file, name + ".absmax"), Floats(file, name + ".nested_absmax"));
            bool fit = state.NestedBlockSize > 0 && scales.Length == Nf4.BlockCount(codes.Length, state.NestedBlockSize);
            Require(fit, file, name, "has scales that do not fit together");
            return new Nf4Tensor(state.Shape!, packed, new QuantizedScales(codes, scales, offset, state.NestedBlockSize), state.BlockSize);
        }
        catch (ArgumentException e)
        {
            throw Malformed(file, name, "has parts that do not fit together", e);
        }
    }

    /// <summary>The tensors under which a 4-bit weight is stored.</summary>
    /// <param name="name">The weight's name.</param>
    /// <param name="tensor">The weight.</param>
    /// <param name="dataType">The type of the weight before quantisation, as PyTorch names it.</param>
    public static IEnumerable<(string Name, RawTensor Tensor)> ToTensors(string name, Nf4Tensor tensor, string dataType = "float32")
    {
        var nested = tensor.QuantizedScales;
        var state = new QuantState("nf4", tensor.BlockSize, dataType, tensor.Shape, nested?.BlockSize ?? 0, nested is null ? null : "float32", nested?.Offset);
        yield return (name, new RawTensor(ScalarType.UInt8, [tensor.Packed.Length, 1], tensor.Packed));
        yield return (name + ".absmax", nested is null ? RawTensor.From(tensor.Scales) : RawTensor.From<byte>(nested.Codes));
        yield return (name + ".quant_map", RawTensor.From(Nf4.Levels));
        yield return (name + StateSuffix, RawTensor.From<byte>(JsonSerializer.SerializeToUtf8Bytes(state)));
        if (nested is not null)
        {
            yield return (name + ".nested_absmax", RawTensor.From<float>(nested.Scales));
            yield return (name + ".nested_quant_map", RawTensor.From(DynamicCode.Values));
        }
    }

    private static QuantState ReadState(SafeTensorsFile file, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<QuantState>(Bytes(file, name + StateSuffix)) ?? throw Malformed(file, name, "has an empty state");
        }
        catch (JsonException e)
        {
            throw Malformed(file, name, "has a state that is not the JSON expected", e);
        }
    }

    private static byte[] Bytes(SafeTensorsFile file, string name)
    {
        var tensor = file.Read(name);
        Require(tensor.Type == ScalarType.UInt8, file, name, "is not stored as bytes");
        return tensor.Data.ToArray();
    }

    private static float[] Floats(SafeTensorsFile file, string name)
    {
        var tensor = file.Contains(name) ? file.Read(name) : throw Malformed(file, name, "is missing");
        Require(tensor.Type == ScalarType.Float32, file, name, "is not stored as F32");
        return tensor.ToSingle();
    }

    private static void Require(bool condition, SafeTensorsFile file, string name, string problem)
    {
        if (!condition)
            throw Malformed(file, name, problem);
    }

    private static InvalidDataException Malformed(SafeTensorsFile file, string name, string problem, Exception? inner = null) =>
        new($"{file.Path}: '{name}' {problem}; give a 4-bit checkpoint as bitsandbytes saves it.", inner);

    private sealed record QuantState(
        [property: JsonPropertyName("quant_type")] string? QuantType,
        [property: JsonPropertyName("blocksize")] int BlockSize,
        [property: JsonPropertyName("dtype")] string? DataType,
        [property: JsonPropertyName("shape")] long[]? Shape,
        [property: JsonPropertyName("nested_blocksize"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int NestedBlockSize,
        [property: JsonPropertyName("nested_dtype"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NestedDataType,
        [property: JsonPropertyName("nested_offset"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? NestedOffset);
}
