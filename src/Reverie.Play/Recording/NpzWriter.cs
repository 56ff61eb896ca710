using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Reverie.Play.Recording;

/// <summary>Writes NumPy's .npz: a zip of .npy files.</summary>
internal static class NpzWriter
{
    private const int Alignment = 64;

    /// <summary>Adds an array.</summary>
    /// <param name="archive">The .npz.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="type">NumPy's type, such as <c>|u1</c>, <c>&lt;i8</c> or <c>&lt;f4</c>.</param>
    /// <param name="shape">Sizes, the last running fastest.</param>
    /// <param name="body">The elements.</param>
    internal static void Add(ZipArchive archive, string name, string type, IReadOnlyList<long> shape, Stream body)
    {
        using var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.Fastest).Open();
        entry.Write(Header(type, shape));
        body.CopyTo(entry);
    }

    /// <inheritdoc cref="Add(ZipArchive, string, string, IReadOnlyList{long}, Stream)"/>
    internal static void Add(ZipArchive archive, string name, string type, IReadOnlyList<long> shape, ReadOnlySpan<byte> body)
    {
        using var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.Fastest).Open();
        entry.Write(Header(type, shape));
        entry.Write(body);
    }

    /// <summary>Version 1.0 of the .npy format: magic, length, a Python dictionary, padded so that the elements are aligned.</summary>
    private static byte[] Header(string type, IReadOnlyList<long> shape)
    {
        string sizes = string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture))) + (shape.Count == 1 ? "," : "");
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        int length = 10 + text.Length + 1, padded = (length + Alignment - 1) / Alignment * Alignment;
        text = text + new string(' ', padded - length) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }
}
