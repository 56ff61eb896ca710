using System.IO.Compression;

namespace Reverie.Torch.Serialization;

/// <summary>Reads what <c>torch.save</c> wrote (PyTorch 1.6 and later): a zip file with a pickle and the raw storages.</summary>
/// <remarks>
/// No file can run code: the pickle reader knows plain data and a short list of PyTorch's own names, and refuses everything
/// else. Nothing is unpacked to disk, and memory stays within 64 MiB and 16 times the file's size.
/// </remarks>
public sealed class TorchArchive
{
    private const string PickleName = "data.pkl";
    private const long MaxPickleBytes = 256L << 20;
    private const long FreeCopyBytes = 64L << 20;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _storages = [];
    private readonly string _prefix;

    private TorchArchive(ZipArchive zip, long fileLength)
    {
        foreach (var entry in zip.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
                throw new InvalidDataException($"has two entries {QuotedName.Of(entry.FullName)}");
        }
        string[] pickles = _entries.Keys.Where(name => name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal)).ToArray();
        _prefix = pickles.Length == 1
            ? pickles[0][..^PickleName.Length]
            : throw new InvalidDataException("is a zip without the one data.pkl that torch.save writes");
        if (_entries.Keys.Any(name => name.StartsWith(_prefix + "code/", StringComparison.Ordinal)))
            throw new InvalidDataException("is a TorchScript program and not saved data: save its state_dict instead");
        // torch.save never compresses, so the entries cannot take more than the file: this rules out every zip bomb.
        if (zip.Entries.Any(entry => entry.CompressedLength != entry.Length) || zip.Entries.Sum(entry => (decimal)entry.Length) > fileLength)
            throw new InvalidDataException("is a compressed zip, which torch.save never writes");
    }

    /// <summary>
    /// Loads a file as a tree of plain objects: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>,
    /// <see cref="ScalarType"/>, <see cref="RawTensor"/>, <see cref="List{T}"/> of objects, object[] for a tuple, <see cref="PickleDictionary"/>.
    /// </summary>
    /// <remarks>Tensors come contiguous, whatever their strides were; those that share a storage share its memory.</remarks>
    /// <exception cref="InvalidDataException">The file is damaged, of another format, or holds more than plain data.</exception>
    public static object? Load(string path)
    {
        OrdinaryFile.RefuseSpecial(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        try
        {
            RefuseOldFormats(stream);
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return new TorchArchive(zip, stream.Length).Read(stream.Length);
        }
        // The zip library reports damage in many ways.
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException(
                $"{path} {Clause(e)}; Reverie reads plain tensors, lists and dicts saved by torch.save of PyTorch 1.6 or later.", e);
        }
    }

    /// <summary>Loads a file that holds a <c>state_dict</c>: tensors by name, in their order.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Load"/>, or the file holds something else than a dict of tensors.</exception>
    public static OrderedDictionary<string, RawTensor> LoadTensors(string path)
    {
        var root = Load(path) as PickleDictionary ?? throw new InvalidDataException($"{path} does not hold a dict of tensors; give a file with a state_dict.");
        var tensors = new OrderedDictionary<string, RawTensor>();
        foreach (var (key, value) in root)
        {
            tensors.Add(
                key as string ?? throw new InvalidDataException($"{path} has an entry whose name is no text; give a file with a state_dict."),
                value as RawTensor ?? throw new InvalidDataException($"{path} has an entry '{key}' that is no tensor; give a file with a state_dict."));
        }
        return tensors;
    }

    private static void RefuseOldFormats(Stream stream)
    {
        Span<byte> start = stackalloc byte[4];
        int count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (count >= 2 && start[0] == 0x80 && start[1] <= 5)
            throw new InvalidDataException("is a bare pickle, as PyTorch wrote before 1.6: load it in Python and save it again with torch.save");
        if (count < start.Length || !start.SequenceEqual("PK\x03\x04"u8))
            throw new InvalidDataException(ForeignFile.Clause(stream) is { } kind ? $"is no zip file: it {kind}" : "is no zip file");
    }

    // Our own problems are clauses that start in lower case; the zip library's are sentences of its own.
    private static string Clause(Exception error) => error is InvalidDataException && char.IsLower(error.Message[0]) ? error.Message : "is a damaged or incomplete zip file";

    private object? Read(long fileLength)
    {
        if (_entries.ContainsKey(_prefix + "byteorder") && !ReadEntry("byteorder", 64).Span.SequenceEqual("little"u8))
            throw new InvalidDataException("was written on a big-endian machine");
        var globals = new TorchGlobals(FreeCopyBytes + (4 * fileLength)).Build();
        return new PickleReader(globals, LoadStorage, PickleBudget.For(fileLength)).Read(ReadEntry(PickleName, MaxPickleBytes).Span);
    }

    // ("storage", type, key, device, number of elements)
    private TorchStorage LoadStorage(object? id)
    {
        if (id is not object?[] parts || parts is not ["storage", ScalarType type, string key, _, long elements])
            throw new InvalidDataException("refers to something outside that is no storage");
        if (!_storages.TryGetValue(key, out var data))
            data = _storages[key] = ReadEntry("data/" + key, Array.MaxLength);
        return (Int128)elements * type.ByteSize() == data.Length
            ? new TorchStorage(type, data)
            : throw new InvalidDataException($"has a storage {QuotedName.Of(key)} of {data.Length} bytes where {elements} elements of {type} are announced");
    }

    private ReadOnlyMemory<byte> ReadEntry(string name, long maxLength)
    {
        if (!_entries.TryGetValue(_prefix + name, out var entry))
            throw new InvalidDataException($"lacks its entry {QuotedName.Of(name)}");
        if (entry.Length > maxLength)
            throw new InvalidDataException($"has an entry {QuotedName.Of(name)} of {entry.Length} bytes, too large to read");
        byte[] data = GC.AllocateUninitializedArray<byte>((int)entry.Length);
        using var stream = entry.Open();
        stream.ReadExactly(data);
        return Crc32.Compute(data) == entry.Crc32
            ? data
            : throw new InvalidDataException($"is damaged: the checksum of its entry {QuotedName.Of(name)} is wrong");
    }
}
