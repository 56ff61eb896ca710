using System.IO.Compression;

namespace Reverie.Environments.Conformance;

/// <summary>Files of one JSON document a line, plain or gzipped.</summary>
public static class JsonLines
{
    /// <summary>The lines of a <c>.jsonl</c> or <c>.jsonl.gz</c> file, empty ones left out.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IEnumerable<string> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}': give a .jsonl or .jsonl.gz file.", path);
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return line;
        }
    }
}
