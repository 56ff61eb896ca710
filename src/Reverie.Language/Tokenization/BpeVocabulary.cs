using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>Tokens by id and ids by token, with the bytes that every token stands for.</summary>
internal sealed class BpeVocabulary
{
    // Bounds the tables that a hostile id could ask for; the largest vocabularies have a few hundred thousand entries.
    private const int MaxId = 10_000_000;

    private readonly Dictionary<string, int> _words;
    private readonly Dictionary<string, int> _ids;
    private readonly HashSet<int> _added;
    private readonly HashSet<int> _special;
    private readonly string?[] _tokens;
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    public BpeVocabulary(BpeDefinition definition, IReadOnlyList<AddedToken> added)
    {
        _words = new Dictionary<string, int>(definition.Vocabulary);
        _ids = new Dictionary<string, int>(definition.Vocabulary);
        _added = [.. added.Select(token => token.Id)];
        _special = [.. added.Where(token => token.Special).Select(token => token.Id)];
        foreach (var token in added)
        {
            if (_ids.TryGetValue(token.Content, out int known) && known != token.Id)
                throw new InvalidDataException($"gives the token '{token.Content}' the ids {known} and {token.Id}");
            _ids[token.Content] = token.Id;
        }
        _tokens = new string?[_ids.Count == 0 ? 0 : CheckedMaximum() + 1];
        foreach (var (token, id) in _ids)
            _tokens[id] = _tokens[id] is null ? token : throw new InvalidDataException($"gives the id {id} to '{_tokens[id]}' and to '{token}'");
        // An added token is its own text. Where the model also makes the token out of bytes or by a merge, it stands for these bytes.
        HashSet<string> made = [.. definition.Merges.Select(merge => merge.Left + merge.Right)];
        byte[][] bytes = Array.ConvertAll(_tokens, token => token switch
        {
            null => [],
            _ when _added.Contains(_ids[token]) && !(_words.ContainsKey(token) && (token.Length == 1 || made.Contains(token))) => Encoding.UTF8.GetBytes(token),
            _ => ByteAlphabet.BytesOf(token),
        });
        _bytes = [.. bytes.SelectMany(part => part)];
        _starts = new int[bytes.Length + 1];
        for (int id = 0; id < bytes.Length; id++)
            _starts[id + 1] = _starts[id] + bytes[id].Length;
    }

    /// <summary>One more than the highest id.</summary>
    public int Size => _tokens.Length;

    public int? Find(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>The id of a token that the model itself has, and not only as an added one.</summary>
    public int? FindWord(string token) => _words.TryGetValue(token, out int id) ? id : null;

    public bool TryFindWord(ReadOnlySpan<char> token, out int id) => _words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out id);

    public bool IsAdded(int id) => _added.Contains(id);

    public bool IsSpecial(int id) => _special.Contains(id);

    /// <summary>Whether plain words could come out as added tokens, so that text without these needs an encoder of its own.</summary>
    public bool WordsMayBeAdded(BpeDefinition definition) =>
        (definition.IgnoreMerges && _words.Values.Any(IsAdded))
        || definition.Merges.Any(merge => _words.TryGetValue(merge.Left + merge.Right, out int id) && IsSpecial(id));

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
