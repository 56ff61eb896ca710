using System.Text;

namespace Reverie.Algorithms.Pretraining.Corpora;

/// <summary>Text that Reverie makes itself: any machine makes the same from the same seed.</summary>
public static class Corpus
{
    /// <summary>What parts the documents in a file.</summary>
    public const string Separator = "<|endoftext|>";

    /// <summary>Documents until there is enough text.</summary>
    /// <param name="kind">Which text.</param>
    /// <param name="seed">Same seed, same text.</param>
    /// <param name="bytes">The documents add up to at least so many bytes, and would not without the last one.</param>
    public static IEnumerable<string> Documents(CorpusKind kind, ulong seed, long bytes)
    {
        using var grid = kind == CorpusKind.Grid ? new GridCorpus(seed) : null;
        using var advice = kind == CorpusKind.GridAdvice ? new GridAdviceCorpus(seed) : null;
        var documents = kind switch
        {
            CorpusKind.Grid => grid!.Documents(),
            CorpusKind.GridAdvice => advice!.Documents(),
            CorpusKind.Markov => new MarkovCorpus(seed).Documents(),
            _ => [],
        };
        foreach (string document in documents)
        {
            yield return document;
            bytes -= Encoding.UTF8.GetByteCount(document);
            if (bytes <= 0)
                yield break;
        }
    }

    /// <summary>Writes documents to one file, a line with the separator behind each.</summary>
    /// <returns>How many they were.</returns>
    public static int Write(IEnumerable<string> documents, string path, Action<long>? progress = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        int count = 0;
        foreach (string document in documents)
        {
            writer.Write(document);
            if (!document.EndsWith('\n'))
                writer.WriteLine();
            writer.WriteLine(Separator);
            progress?.Invoke(Encoding.UTF8.GetByteCount(document));
            count++;
        }
        return count;
    }
}
