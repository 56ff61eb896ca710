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
    public static bool IsPart(SafeTensorsFile file, string name) => OwnerOf(name) is { } owner && Contains(file, owner);

    /// <summary>The weight that a name belongs to if it is that of a part (scales, code books, state); null: it is none.</summary>
    internal static string? OwnerOf(string name) =>
        Array.Find(PartSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : null;

    /// <summary>The name of the part that describes a 4-bit weight; where it is, the weight is in 4 bits.</summary>
    internal static string StateOf(string name) => name + StateSuffix;

    /// <summary>Reads a 4-bit weight.</summary>
    /// <exception cref="InvalidDataException">Parts are missing, do not fit together, or use another code.</exception>
    /// <exception cref="KeyNotFoundException">The file has no such weight.</exception>
    public static Nf4Tensor Read(SafeTensorsFile file, string name)
    {
        _ = file.Info(name);
        return Read(file.Path, part => file.Contains(part) ? file.Read(part) : null, name);
    }

    /// <summary>Reads a 4-bit weight whose parts may lie in several files.</summary>
    /// <param name="source">Named in errors.</param>
    /// <param name="find">Gives a tensor by its name, or null.</param>
    /// <param name="name">The weight.</param>
    internal static Nf4Tensor Read(string source, Func<string, RawTensor?> find, string name)
    {
        // Packed bytes may be stored as any type (bnb_4bit_quant_storage), bit for bit.
        byte[] packed = Part("").Data.ToArray();
        var state = ReadState(source, Bytes(StateSuffix), name);
        Require(state is { QuantType: "nf4", Shape: not null }, "is not an NF4 weight with a shape");
        Require(Floats(".quant_map").AsSpan().SequenceEqual(Nf4.Levels), "uses levels other than NF4's");
        try
        {
            if (state.NestedOffset is not { } offset)
                return new Nf4Tensor(state.Shape!, packed, Floats(".absmax"), state.BlockSize);
            Require(Floats(".nested_quant_map").AsSpan().SequenceEqual(DynamicCode.Values), "uses a code for its scales other than the dynamic one");
            var (codes, scales) = (Bytes(".absmax"), Floats(".nested_absmax"));
            bool fit = state.NestedBlockSize > 0 && scales.Length == Nf4.BlockCount(codes.Length, state.NestedBlockSize);
            Require(fit, "has scales that do not fit together");
            return new Nf4Tensor(state.Shape!, packed, new QuantizedScales(codes, scales, offset, state.NestedBlockSize), state.BlockSize);
        }
        catch (ArgumentException e)
        {
            throw Malformed(source, name, "has parts that do not fit together", e);
        }

        RawTensor Part(string suffix) => find(name + suffix) ?? throw Malformed(source, name + suffix, "is missing");

        byte[] Bytes(string suffix) => Part(suffix) is { Type: ScalarType.UInt8 } part
            ? part.Data.ToArray() : throw Malformed(source, name + suffix, "is not stored as bytes");

        float[] Floats(string suffix) => Part(suffix) is { Type: ScalarType.Float32 } part
            ? part.ToSingle() : throw Malformed(source, name + suffix, "is not stored as F32");

        void Require(bool condition, string problem)
        {
            if (!condition)
                throw Malformed(source, name, problem);
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

    private static QuantState ReadState(string source, byte[] json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<QuantState>(json) ?? throw Malformed(source, name, "has an empty state");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Malformed(source, name, "has a state that is not the JSON expected", e);
        }
    }

    private static InvalidDataException Malformed(string source, string name, string problem, Exception? inner = null) =>
        new($"{source}: '{name}' {problem}; give a 4-bit checkpoint as bitsandbytes saves it.", inner);

    private sealed record QuantState(
        [property: JsonPropertyName("quant_type")] string? QuantType,
        [property: JsonPropertyName("blocksize")] int BlockSize,
        [property: JsonPropertyName("dtype")] string? DataType,
        [property: JsonPropertyName("shape")] long[]? Shape,
        [property: JsonPropertyName("nested_blocksize"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int NestedBlockSize,
        [property: JsonPropertyName("nested_dtype"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NestedDataType,
        [property: JsonPropertyName("nested_offset"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? NestedOffset);
}
