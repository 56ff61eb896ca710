using System.Text.Json;
using System.Text.Unicode;

namespace Reverie.Torch.Serialization;

/// <summary>
/// The JSON header of a .safetensors file, checked so thoroughly that every later read stays inside the file:
/// the tensors cover the data section exactly, in order of their offsets, without hole, overlap or rest.
/// </summary>
/// <remarks>Problems are thrown as <see cref="InvalidDataException"/> with a clause that completes "the file ...".</remarks>
internal sealed class SafeTensorsHeader
{
    /// <summary>Longest header that the format allows, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    private const string MetadataKey = "__metadata__";

    private readonly Dictionary<string, SafeTensorInfo> _tensors = [];
    private readonly Dictionary<string, string> _metadata = [];

    private SafeTensorsHeader()
    {
    }

    public IReadOnlyDictionary<string, SafeTensorInfo> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The tensors in the order of their data.</summary>
    public SafeTensorInfo[] Ordered { get; private set; } = [];

    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        if (!Utf8.IsValid(json))
            throw new InvalidDataException("has a header that is not UTF-8 text");
        var header = new SafeTensorsHeader();
        try
        {
            header.ReadEntries(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports an escaped lone surrogate.
            throw new InvalidDataException("has a header that is not valid JSON", e);
        }
        header.CheckCover(dataLength);
        return header;
    }

    private void ReadEntries(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "has a header that is not a JSON object");
        bool sawMetadata = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == MetadataKey)
            {
                Expect(!sawMetadata, "has two __metadata__ entries");
                sawMetadata = true;
                ReadMetadata(ref reader);
            }
            else
            {
                Expect(_tensors.TryAdd(name, ReadTensor(name, ref reader)), $"names the tensor {QuotedName.Of(name)} twice");
            }
        }
        // Reading on makes the reader refuse anything but white space behind the object.
        _ = reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        Expect(reader.TokenType == JsonTokenType.StartObject, "has __metadata__ that is not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.String, $"has __metadata__ whose entry {QuotedName.Of(key)} is not a string");
            Expect(_metadata.TryAdd(key, reader.GetString()!), $"has __metadata__ with two entries {QuotedName.Of(key)}");
        }
    }

    private static SafeTensorInfo ReadTensor(string name, ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, $"describes the tensor {QuotedName.Of(name)} by something other than a JSON object");
        string? typeName = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? key = reader.GetString();
            reader.Read();
            switch (key)
            {
                case "dtype":
                    Expect(typeName is null && reader.TokenType == JsonTokenType.String, $"has no single dtype text for the tensor {QuotedName.Of(name)}");
                    typeName = reader.GetString();
                    break;
                case "shape":
                    Expect(shape is null, $"gives the tensor {QuotedName.Of(name)} two shapes");
                    shape = ReadSizes(name, key, ref reader);
                    break;
                case "data_offsets":
                    Expect(offsets is null, $"gives the tensor {QuotedName.Of(name)} two data_offsets");
                    offsets = ReadSizes(name, key, ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        Expect(typeName is not null, $"gives no dtype for the tensor {QuotedName.Of(name)}");
        Expect(shape is not null, $"gives no shape for the tensor {QuotedName.Of(name)}");
        Expect(offsets is { Length: 2 }, $"does not give the two data_offsets of the tensor {QuotedName.Of(name)}");
        Expect(
            SafeTensorsTypes.TryParse(typeName!, out var type),
            $"has a tensor {QuotedName.Of(name)} of the element type {QuotedName.Of(typeName!)}, which is none of {SafeTensorsTypes.All}");
        return new SafeTensorInfo(name, type, shape!, offsets![0], offsets[1]);
    }

    private static long[] ReadSizes(string name, string key, ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, $"has a {key} of the tensor {QuotedName.Of(name)} that is not a list");
        var sizes = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(
                reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long size) && size >= 0,
                $"has a {key} of the tensor {QuotedName.Of(name)} with an entry that is not a whole number from 0 to 2^63-1");
            sizes.Add(reader.GetInt64());
        }
        return [.. sizes];
    }

    private void CheckCover(long dataLength)
    {
        // Empty tensors share their begin with the next one, so the end decides among equals.
        Ordered = [.. _tensors.Values.OrderBy(info => info.Begin).ThenBy(info => info.End)];
        long position = 0;
        foreach (var info in Ordered)
        {
            string name = QuotedName.Of(info.Name);
            Expect(info.End >= info.Begin, $"has a tensor {name} that ends before it begins");
            string gap = info.Begin > position ? "a hole" : "an overlap";
            Expect(info.Begin == position, $"has {gap} before the tensor {name}: it begins at byte {info.Begin} of the data instead of {position}");
            Expect(RawTensor.TryCountBytes(info.Type, info.Shape, out _, out long bytes), $"has a tensor {name} whose shape overflows 63 bits");
            Expect(bytes == info.ByteCount, $"gives {info.ByteCount} bytes to the tensor {name}, whose type and shape take {bytes}");
            Expect(info.End <= dataLength, $"ends after {dataLength} bytes of data, inside the tensor {name}: it was cut short");
            position = info.End;
        }
        Expect(position == dataLength, $"has {dataLength - position} bytes behind the last tensor");
    }

    private static void Expect(bool condition, string problem)
    {
        if (!condition)
            throw new InvalidDataException(problem);
    }
}
