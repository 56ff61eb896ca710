using System.Buffers;
using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>
/// A byte-level byte-pair tokenizer as GPT-2, GPT-NeoX (Pythia, Mamba), SmolLM2, Qwen and Llama 3 use it: text to token ids and back,
/// without loss but for Unicode normalisation where the tokenizer asks for it. Safe for use by several threads.
/// </summary>
/// <remarks>Encoding adds no tokens of its own: no begin or end of text, no padding, no truncation.</remarks>
public sealed class BpeTokenizer
{
    private readonly BpeDefinition _definition;
    private readonly BpeVocabulary _vocabulary;
    private readonly WordEncoder _words;
    private readonly SplitStage[] _stages;
    private readonly AddedTokenMatcher _rawMatcher;
    private readonly AddedTokenMatcher _normalizedMatcher;
    private readonly HashSet<int> _specialIds;
    private readonly bool _normalizeNfc;

    internal BpeTokenizer(BpeDefinition definition)
    {
        if (definition.AddedTokens.FirstOrDefault(token => token.Content.Length == 0) is { } empty)
            throw new InvalidDataException($"has an added token {empty.Id} without text");
        _definition = definition;
        AddedTokens = definition.AddedTokens;
        _vocabulary = new BpeVocabulary(definition.Vocabulary, AddedTokens);
        _words = new WordEncoder(_vocabulary, definition.Merges, definition.IgnoreMerges);
        _stages = [.. definition.Stages];
        _normalizeNfc = definition.NormalizeNfc;
        _rawMatcher = new AddedTokenMatcher(AddedTokens.Where(token => !token.Normalized));
        _normalizedMatcher = new AddedTokenMatcher(AddedTokens.Where(token => token.Normalized).Select(Normalize));
        _specialIds = [.. AddedTokens.Where(token => token.Special).Select(token => token.Id)];
    }

    /// <summary>Tokens including the added ones: one more than the highest id. A model's embedding may have more rows.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>Tokens that are cut out of the text before it is split, special ones among them.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>Loads a model folder (<c>tokenizer.json</c>, or <c>vocab.json</c> with <c>merges.txt</c>) or a <c>tokenizer.json</c> file.</summary>
    /// <exception cref="InvalidDataException">A file is malformed or describes a kind of tokenizer that Reverie does not know.</exception>
    /// <exception cref="FileNotFoundException">The folder holds no tokenizer.</exception>
    public static BpeTokenizer Load(string path)
    {
        if (!Directory.Exists(path))
            return TokenizerJson.Load(path);
        string file = Path.Combine(path, "tokenizer.json");
        var (vocabulary, merges) = (Path.Combine(path, "vocab.json"), Path.Combine(path, "merges.txt"));
        if (File.Exists(file))
            return TokenizerJson.Load(file);
        return File.Exists(vocabulary) && File.Exists(merges)
            ? VocabularyFiles.Load(vocabulary, merges)
            : throw new FileNotFoundException(
                $"{path} holds neither tokenizer.json nor vocab.json and merges.txt; give the folder of a model with a byte-level tokenizer.");
    }

    /// <summary>Loads GPT-2's own pair of files.</summary>
    /// <param name="vocabularyPath"><c>vocab.json</c>: tokens and their ids.</param>
    /// <param name="mergesPath"><c>merges.txt</c>: a merge a line, in order of rank.</param>
    /// <param name="addPrefixSpace">Put a space before text that does not start with one.</param>
    /// <inheritdoc cref="Load(string)"/>
    public static BpeTokenizer Load(string vocabularyPath, string mergesPath, bool addPrefixSpace = false) =>
        VocabularyFiles.Load(vocabularyPath, mergesPath, addPrefixSpace);

    /// <summary>Writes <c>tokenizer.json</c>, and <c>vocab.json</c> with <c>merges.txt</c> where GPT-2's own format can say it.</summary>
    public void Save(string folder) => TokenizerWriter.Write(_definition, folder);

    /// <summary>The id of a token as the vocabulary writes it (a space is 'Ġ'); null where there is none.</summary>
    public int? TokenToId(string token) => _vocabulary.Find(token);

    /// <summary>The token of an id as the vocabulary writes it; null where there is none.</summary>
    public string? IdToToken(int id) => _vocabulary.TokenOf(id);

    /// <summary>Encodes a text.</summary>
    /// <param name="text">Any text; lone surrogates count as U+FFFD.</param>
    /// <param name="parseAddedTokens">
    /// Recognise added tokens in the text; false takes their characters as plain text (for text that must not smuggle in control tokens).
    /// </param>
    public int[] Encode(ReadOnlySpan<char> text, bool parseAddedTokens = true)
    {
        var output = new List<int>((text.Length / 3) + 8);
        Encode(text, output, parseAddedTokens);
        return [.. output];
    }

    /// <summary>Encodes a text onto the end of a list, which allocates nothing for words seen before.</summary>
    /// <inheritdoc cref="Encode(ReadOnlySpan{char}, bool)"/>
    public void Encode(ReadOnlySpan<char> text, List<int> output, bool parseAddedTokens = true)
    {
        if (!parseAddedTokens)
        {
            EncodeNormalized(Normalize(text), output, parseAddedTokens: false);
            return;
        }
        for (int position = 0; position < text.Length;)
        {
            var token = _rawMatcher.Find(text, position, out int start, out int end);
            EncodeNormalized(Normalize(text[position..start]), output, parseAddedTokens: true);
            if (token is not null)
                output.Add(token.Id);
            position = end;
        }
    }

    /// <summary>The text of a sequence of ids. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecialTokens">Leave special tokens out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var bytes = new ArrayBufferWriter<byte>(Math.Max(1, ids.Length * 4));
        foreach (int id in ids)
            bytes.Write(BytesOf(id, skipSpecialTokens));
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>A decoder for ids that arrive one by one.</summary>
    /// <param name="skipSpecialTokens">Leave special tokens out.</param>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens = false) => new(this, skipSpecialTokens);

    internal ReadOnlySpan<byte> BytesOf(int id, bool skipSpecialTokens) => skipSpecialTokens && _specialIds.Contains(id) ? [] : _vocabulary.BytesOf(id);

    // A token that is looked for in normalised text must be normalised like it.
    private AddedToken Normalize(AddedToken token) => token with { Content = Normalize(token.Content.AsSpan()).ToString() };

    private ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text) => _normalizeNfc && Nfc.MayChange(text) ? Nfc.Normalize(text) : text;

    private void EncodeNormalized(ReadOnlySpan<char> text, List<int> output, bool parseAddedTokens)
    {
        if (!parseAddedTokens || _normalizedMatcher.IsEmpty)
        {
            EncodePiece(text, 0, output);
            return;
        }
        for (int position = 0; position < text.Length;)
        {
            var token = _normalizedMatcher.Find(text, position, out int start, out int end);
            EncodePiece(text[position..start], 0, output);
            if (token is not null)
                output.Add(token.Id);
            position = end;
        }
    }

    private void EncodePiece(ReadOnlySpan<char> piece, int stage, List<int> output)
    {
        if (stage == _stages.Length)
        {
            if (!piece.IsEmpty)
                _words.Encode(piece, output);
        }
        else if (_stages[stage].AddSpace && piece is [not ' ', ..])
        {
            SplitPiece(string.Concat(" ", piece), stage, output);
        }
        else
        {
            SplitPiece(piece, stage, output);
        }
    }

    private void SplitPiece(ReadOnlySpan<char> piece, int stage, List<int> output)
    {
        if (_stages[stage].Splitter is not { } splitter)
        {
            EncodePiece(piece, stage + 1, output);
            return;
        }
        while (!piece.IsEmpty)
        {
            int length = splitter.FirstPiece(piece);
            EncodePiece(piece[..length], stage + 1, output);
            piece = piece[length..];
        }
    }
}
