using System.IO.Compression;
using System.Text;

namespace Reverie.Torch.Tests.Serialization;

/// <summary>Writes pickles operation by operation, and wraps them as <c>torch.save</c> does.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [0x80, 2];

    public byte[] Bytes => [.. _bytes, (byte)'.'];

    /// <summary>Operations without operands, as their letters.</summary>
    public PickleBuilder Op(params ReadOnlySpan<char> codes)
    {
        foreach (char code in codes)
            _bytes.Add((byte)code);
        return this;
    }

    public PickleBuilder Repeat(string codes, int count)
    {
        for (int i = 0; i < count; i++)
            Op(codes);
        return this;
    }

    public PickleBuilder Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBuilder Int(int value) => Raw([(byte)'J', .. BitConverter.GetBytes(value)]);

    public PickleBuilder Text(string value) => Raw([(byte)'X', .. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)]);

    public PickleBuilder Global(string module, string name) => Raw([(byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n")]);

    public PickleBuilder Put(byte index) => Raw((byte)'q', index);

    public PickleBuilder Get(byte index) => Raw((byte)'h', index);

    public PickleBuilder Ints(params int[] values)
    {
        Op('(');
        Array.ForEach(values, value => Int(value));
        return Op('t');
    }

    /// <summary>A tensor as PyTorch pickles it.</summary>
    public PickleBuilder Tensor(string storageType, string key, int elements, int offset, int[] size, int[] stride) =>
        Global("torch._utils", "_rebuild_tensor_v2").Op("((").Text("storage").Global("torch", storageType).Text(key).Text("cpu").Int(elements).Op("tQ")
            .Int(offset).Ints(size).Ints(stride).Raw(0x89).Global("collections", "OrderedDict").Op(")RtR");

    public void Save(string path, params (string Key, byte[] Data)[] storages) =>
        SaveZip(path, CompressionLevel.NoCompression,
            [("data.pkl", Bytes), .. storages.Select(storage => ("data/" + storage.Key, storage.Data)), ("version", "3\n"u8.ToArray())]);

    public static void SaveZip(string path, CompressionLevel compression, params (string Name, byte[] Data)[] entries)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, data) in entries)
        {
            using var stream = zip.CreateEntry("archive/" + name, compression).Open();
            stream.Write(data);
        }
    }
}
