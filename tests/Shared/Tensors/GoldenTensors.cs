using System.Runtime.InteropServices;
using Reverie.Torch.Serialization;

namespace Reverie.Testing;

/// <summary>The tensors of a golden .safetensors file, as flat arrays.</summary>
internal sealed class GoldenTensors(string path)
{
    private readonly SafeTensorsFile _file = SafeTensorsFile.Open(path);

    public int[] Shape(string name) => [.. _file.Info(name).Shape.Select(size => (int)size)];

    public T[] Read<T>(string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_file.Read(name).Data.Span).ToArray();
}
