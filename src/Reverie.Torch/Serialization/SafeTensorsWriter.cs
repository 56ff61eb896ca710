using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reverie.Torch.Serialization;

/// <summary>Writes .safetensors files that every reader of the format accepts.</summary>
public static class SafeTensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file that appears whole or not at all: a temporary neighbour is flushed to disk and renamed.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="tensors">Names and contents.</param>
    /// <param name="metadata">Free texts for <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is <c>__metadata__</c>.</exception>
    public static void Write(string path, IEnumerable<(string Name, RawTensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                Write(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes to a stream from its present position on; the stream need not seek.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{ValueTuple{string, RawTensor}}, IReadOnlyDictionary{string, string})"/>
    public static void Write(Stream stream, IEnumerable<(string Name, RawTensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first keeps every tensor aligned to its element size; the order is otherwise the caller's.
        var ordered = tensors.OrderByDescending(entry => entry.Tensor.Type.ByteSize()).ToArray();
        CheckNames(ordered);
        byte[] header = BuildHeader(ordered, metadata);
        if (header.Length > SafeTensorsHeader.MaxLength)
        {
            throw new ArgumentException(
                $"The header would take {header.Length} bytes and the format allows {SafeTensorsHeader.MaxLength}; split the tensors over several files.");
        }
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var (_, tensor) in ordered)
            stream.Write(tensor.Data.Span);
    }

    private static void CheckNames((string Name, RawTensor Tensor)[] tensors)
    {
        var seen = new HashSet<string> { "__metadata__" };
        foreach (var (name, _) in tensors)
        {
            if (!seen.Add(name))
                throw new ArgumentException($"The tensor name {QuotedName.Of(name)} is taken; give every tensor a name of its own.");
        }
    }

    private static byte[] BuildHeader((string Name, RawTensor Tensor)[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, tensor) in tensors)
            {
                WriteEntry(json, name, tensor, offset);
                offset += tensor.Data.Length;
            }
            json.WriteEndObject();
        }
        int padding = -buffer.WrittenCount & (Alignment - 1);
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, RawTensor tensor, long offset)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", SafeTensorsTypes.ToName(tensor.Type));
        json.WriteStartArray("shape");
        foreach (long size in tensor.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.Data.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
