using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Reverie.Torch.Serialization;

/// <summary>
/// An open .safetensors file. The header is read and checked at once, the tensors one by one when asked for, so a
/// checkpoint larger than memory can be walked through. Reads may come from several threads.
/// </summary>
/// <remarks>Reads go through the file handle and not a memory map: a file that shrinks meanwhile is an exception, not a crash.</remarks>
public sealed class SafeTensorsFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly SafeTensorsHeader _header;
    private readonly long _dataStart;

    private SafeTensorsFile(string path, SafeFileHandle handle, SafeTensorsHeader header, long dataStart)
    {
        (Path, _handle, _header, _dataStart) = (path, handle, header, dataStart);
        Names = [.. header.Ordered.Select(info => info.Name)];
    }

    public string Path { get; }

    /// <summary>The tensors' names, in the order of their data.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The free texts of <c>__metadata__</c>; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header against the rules of the format.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule; the message names it.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static SafeTensorsFile Open(string path)
    {
        OrdinaryFile.RefuseSpecial(path);
        var handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            var header = ReadHeader(handle, out long dataStart);
            return new SafeTensorsFile(path, handle, header, dataStart);
        }
        catch (InvalidDataException e)
        {
            handle.Dispose();
            throw new InvalidDataException($"{path} {e.Message}; it is no intact .safetensors file, so fetch or export it again.", e);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public bool Contains(string name) => _header.Tensors.ContainsKey(name);

    /// <summary>Type, shape and place of a tensor.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public SafeTensorInfo Info(string name) => _header.Tensors.TryGetValue(name, out var info)
        ? info
        : throw new KeyNotFoundException($"{Path} has no tensor {QuotedName.Of(name)}; Names lists those that it has.");

    /// <summary>Reads one tensor into memory of its own.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public RawTensor Read(string name)
    {
        var info = Info(name);
        if (info.ByteCount > Array.MaxLength)
            throw new InvalidOperationException($"The tensor {QuotedName.Of(name)} takes {info.ByteCount} bytes; read it in parts with ReadInto.");
        byte[] data = GC.AllocateUninitializedArray<byte>((int)info.ByteCount);
        ReadInto(name, data);
        return new RawTensor(info.Type, info.Shape, data);
    }

    /// <summary>Reads bytes of one tensor into memory that the caller owns, from byte <paramref name="offset"/> of the tensor on.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">Filled to its end; it may be shorter than the tensor.</param>
    /// <param name="offset">First byte to read, counted from the tensor's start.</param>
    public void ReadInto(string name, Span<byte> destination, long offset = 0)
    {
        var info = Info(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, info.ByteCount - destination.Length);
        ReadExactly(_handle, destination, _dataStart + info.Begin + offset);
    }

    public void Dispose() => _handle.Dispose();

    private static SafeTensorsHeader ReadHeader(SafeFileHandle handle, out long dataStart)
    {
        long fileLength = RandomAccess.GetLength(handle);
        RefuseForeign(handle);
        if (fileLength < sizeof(ulong))
            throw new InvalidDataException($"is only {fileLength} bytes long, shorter than the 8 that say how long the header is");
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        ReadExactly(handle, prefix, 0);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafeTensorsHeader.MaxLength)
            throw new InvalidDataException($"announces a header of {headerLength} bytes, more than the {SafeTensorsHeader.MaxLength} allowed");
        dataStart = sizeof(ulong) + (long)headerLength;
        if (dataStart > fileLength)
            throw new InvalidDataException($"announces a header of {headerLength} bytes but is only {fileLength} bytes long");
        byte[] json = GC.AllocateUninitializedArray<byte>((int)headerLength);
        ReadExactly(handle, json, sizeof(ulong));
        return SafeTensorsHeader.Parse(json, fileLength - dataStart);
    }

    /// <summary>What does not begin as the format does, with a length and a brace, is called what it is.</summary>
    private static void RefuseForeign(SafeFileHandle handle)
    {
        Span<byte> start = stackalloc byte[512];
        start = start[..RandomAccess.Read(handle, start, 0)];
        bool looksRight = start.Length > sizeof(ulong) && start[sizeof(ulong)] == '{'
            && BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafeTensorsHeader.MaxLength;
        if (!looksRight && ForeignFile.Clause(start) is { } clause)
            throw new InvalidDataException(clause);
    }

    private static void ReadExactly(SafeFileHandle handle, Span<byte> destination, long position)
    {
        while (!destination.IsEmpty)
        {
            int count = RandomAccess.Read(handle, destination, position);
            if (count == 0)
                throw new EndOfStreamException("The file became shorter while it was read; let its writer finish and open it again.");
            destination = destination[count..];
            position += count;
        }
    }
}
