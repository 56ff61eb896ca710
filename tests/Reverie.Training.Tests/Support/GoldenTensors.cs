using System.Runtime.InteropServices;
using System.Text.Json;

namespace Reverie.Training.Tests.Support;

/// <summary>The tensors of a golden .safetensors file, as flat arrays.</summary>
internal sealed class GoldenTensors
{
    private readonly byte[] _data;
    private readonly JsonElement _header;
    private readonly int _start;

    public GoldenTensors(string path)
    {
        _data = File.ReadAllBytes(path);
        var headerLength = (int)BitConverter.ToInt64(_data);
        _start = 8 + headerLength;
        _header = JsonDocument.Parse(_data.AsMemory(8, headerLength)).RootElement;
    }

    public int[] Shape(string name) => [.. _header.GetProperty(name).GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];

    public T[] Read<T>(string name)
        where T : unmanaged
    {
        var offsets = _header.GetProperty(name).GetProperty("data_offsets");
        var (from, to) = (offsets[0].GetInt32(), offsets[1].GetInt32());
        return MemoryMarshal.Cast<byte, T>(_data.AsSpan(_start + from, to - from)).ToArray();
    }
}
