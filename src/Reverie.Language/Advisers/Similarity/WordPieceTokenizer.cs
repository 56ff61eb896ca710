namespace Reverie.Language.Advisers.Similarity;

/// <summary>
/// The tokenizer of BERT, uncased: words are taken to pieces from the left, the longest piece that the vocabulary has first (Wu et al., 2016).
/// </summary>
internal sealed class WordPieceTokenizer
{
    private const int LongestWord = 100;
    private const string Unknown = "[UNK]", Begin = "[CLS]", End = "[SEP]";
    private static readonly string[] Special = ["[PAD]", Unknown, Begin, End, "[MASK]"];

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _pieces;

    /// <param name="vocabulary">One piece a line; its id is its place.</param>
    internal WordPieceTokenizer(IEnumerable<string> vocabulary)
    {
        foreach (string piece in vocabulary)
            _ids.TryAdd(piece.TrimEnd('\r'), _ids.Count);
        _pieces = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The ids of a text between those of its beginning and its end.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="mostTokens">What is more is cut off; the end stays.</param>
    internal int[] Encode(string text, int mostTokens)
    {
        var ids = new List<int> { _ids[Begin] };
        int from = 0;
        while (Next(text, from) is (int at, string special))
        {
            AddWords(text.AsSpan(from, at - from), ids);
            ids.Add(_ids[special]);
            from = at + special.Length;
        }
        AddWords(text.AsSpan(from), ids);
        if (ids.Count > mostTokens - 1)
            ids.RemoveRange(mostTokens - 1, ids.Count - mostTokens + 1);
        ids.Add(_ids[End]);
        return [.. ids];
    }

    /// <summary>The next token that is recognised in the text as it was written.</summary>
    private static (int At, string Special)? Next(string text, int from)
    {
        (int At, string Special)? first = null;
        foreach (string special in Special)
        {
            int at = text.IndexOf(special, from, StringComparison.Ordinal);
            if (at >= 0 && (first is null || at < first.Value.At))
                first = (at, special);
        }
        return first;
    }

    private void AddWords(ReadOnlySpan<char> text, List<int> ids)
    {
        foreach (string word in BertText.Words(text))
        {
            int before = ids.Count;
            if (word.EnumerateRunes().Count() <= LongestWord && AddPieces(word, ids))
                continue;
            ids.RemoveRange(before, ids.Count - before);
            ids.Add(_ids[Unknown]);
        }
    }

    private bool AddPieces(string word, List<int> ids)
    {
        for (int start = 0; start < word.Length;)
        {
            int end = word.Length, id = -1;
            // A piece that does not begin its word is written with two signs before it.
            while (end > start && !_pieces.TryGetValue(start == 0 ? word.AsSpan(0, end) : $"##{word.AsSpan(start, end - start)}", out id))
                end--;
            if (end == start)
                return false;
            ids.Add(id);
            start = end;
        }
        return true;
    }
}
