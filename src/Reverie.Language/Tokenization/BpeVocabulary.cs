namespace Reverie.Language.Tokenization;

/// <summary>Tokens by id and ids by token, with the bytes that every token stands for.</summary>
internal sealed class BpeVocabulary
{
    // Bounds the tables that a hostile id could ask for; the largest vocabularies have a few hundred thousand entries.
    private const int MaxId = 10_000_000;

    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _tokens;
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    public BpeVocabulary(IReadOnlyDictionary<string, int> vocabulary, IReadOnlyList<AddedToken> added)
    {
        _ids = new Dictionary<string, int>(vocabulary);
        foreach (var token in added)
        {
            if (_ids.TryGetValue(token.Content, out int known) && known != token.Id)
                throw new InvalidDataException($"gives the token '{token.Content}' the ids {known} and {token.Id}");
            _ids[token.Content] = token.Id;
        }
        _tokens = new string?[_ids.Count == 0 ? 0 : CheckedMaximum() + 1];
        foreach (var (token, id) in _ids)
            _tokens[id] = _tokens[id] is null ? token : throw new InvalidDataException($"gives the id {id} to '{_tokens[id]}' and to '{token}'");
        byte[][] bytes = Array.ConvertAll(_tokens, token => token is null ? [] : ByteAlphabet.BytesOf(token));
        _bytes = [.. bytes.SelectMany(part => part)];
        _starts = new int[bytes.Length + 1];
        for (int id = 0; id < bytes.Length; id++)
            _starts[id + 1] = _starts[id] + bytes[id].Length;
    }

    /// <summary>One more than the highest id.</summary>
    public int Size => _tokens.Length;

    public int? Find(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    public bool TryFind(ReadOnlySpan<char> token, out int id) => _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out id);

    public string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public ReadOnlySpan<byte> BytesOf(int id) => (uint)id < (uint)_tokens.Length
        ? _bytes.AsSpan(_starts[id].._starts[id + 1])
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"The tokenizer's ids go from 0 to {Size - 1}; check that ids and tokenizer belong together.");

    private int CheckedMaximum()
    {
        var (lowest, highest) = (_ids.Values.Min(), _ids.Values.Max());
        return lowest >= 0 && highest <= MaxId ? highest : throw new InvalidDataException($"has token ids outside 0 to {MaxId}");
    }
}
