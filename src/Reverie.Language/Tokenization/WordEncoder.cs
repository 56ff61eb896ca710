using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>Encodes single words, and remembers those that it has seen. Safe for use by several threads.</summary>
internal sealed class WordEncoder
{
    // Words follow Zipf's law: a bounded memory of short ones answers nearly every question about running text.
    private const int MaxCachedWords = 1 << 16;
    private const int MaxCachedLength = 48;
    private const int StackLimit = 256;

    private readonly BpeVocabulary _vocabulary;
    private readonly BpeMerges _merges;
    private readonly bool _ignoreMerges;
    private readonly bool _plain;
    private readonly int[] _byteTokens = new int[256];
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _cachedWords;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="definition">The merges and how they are used.</param>
    /// <param name="plain">Words never come out as control tokens, nor, where whole words are looked up, as added ones.</param>
    public WordEncoder(BpeVocabulary vocabulary, BpeDefinition definition, bool plain)
    {
        (_vocabulary, _ignoreMerges, _plain) = (vocabulary, definition.IgnoreMerges, plain);
        _lookup = _cache.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int value = 0; value < _byteTokens.Length; value++)
        {
            _byteTokens[value] = vocabulary.FindWord(ByteAlphabet.CharOf((byte)value).ToString())
                ?? throw new InvalidDataException($"has a vocabulary without a token for the byte {value}, so it is not byte-level");
            if (vocabulary.IsSpecial(_byteTokens[value]))
                throw new InvalidDataException($"makes the token of the byte {value} a special one, so that text could not be told from control tokens");
        }
        var merges = definition.Merges.Select((merge, rank) => (Part(merge.Left, rank), Part(merge.Right, rank), Merged: Part(merge.Left + merge.Right, rank)));
        _merges = new BpeMerges([.. merges.Where(merge => !plain || !vocabulary.IsSpecial(merge.Merged))]);
    }

    /// <summary>Appends the tokens of a word.</summary>
    public void Encode(ReadOnlySpan<char> word, List<int> output)
    {
        if (word.Length > MaxCachedLength)
        {
            EncodeAnew(word, output);
            return;
        }
        if (!_lookup.TryGetValue(word, out int[]? tokens))
        {
            int start = output.Count;
            EncodeAnew(word, output);
            if (Volatile.Read(ref _cachedWords) < MaxCachedWords && _cache.TryAdd(word.ToString(), [.. output[start..]]))
                Interlocked.Increment(ref _cachedWords);
            return;
        }
        foreach (int token in tokens)
            output.Add(token);
    }

    private void EncodeAnew(ReadOnlySpan<char> word, List<int> output)
    {
        int maxBytes = Encoding.UTF8.GetMaxByteCount(word.Length);
        byte[]? rentedBytes = maxBytes > StackLimit ? ArrayPool<byte>.Shared.Rent(maxBytes) : null;
        int[]? rentedTokens = maxBytes > StackLimit ? ArrayPool<int>.Shared.Rent(maxBytes) : null;
        var buffer = rentedBytes ?? stackalloc byte[StackLimit];
        var bytes = buffer[..Encoding.UTF8.GetBytes(word, buffer)];
        var tokens = (rentedTokens ?? stackalloc int[StackLimit])[..bytes.Length];
        if (_ignoreMerges && TryWhole(bytes, out tokens[0]))
        {
            output.Add(tokens[0]);
        }
        else
        {
            for (int i = 0; i < bytes.Length; i++)
                tokens[i] = _byteTokens[bytes[i]];
            output.AddRange(tokens[.._merges.Apply(tokens)]);
        }
        if (rentedBytes is not null)
        {
            ArrayPool<byte>.Shared.Return(rentedBytes);
            ArrayPool<int>.Shared.Return(rentedTokens!);
        }
    }

    private bool TryWhole(ReadOnlySpan<byte> bytes, out int token)
    {
        if (bytes.Length > StackLimit)
        {
            // No vocabulary has a token as long as that.
            token = 0;
            return false;
        }
        Span<char> chars = stackalloc char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            chars[i] = ByteAlphabet.CharOf(bytes[i]);
        return _vocabulary.TryFindWord(chars, out token) && !(_plain && _vocabulary.IsAdded(token));
    }

    private int Part(string token, int rank) => _vocabulary.FindWord(token)
        ?? throw new InvalidDataException($"has a merge number {rank + 1} that needs the token '{token}', which is not in the vocabulary");
}
