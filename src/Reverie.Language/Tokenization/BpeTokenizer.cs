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
    private readonly WordEncoder _plainWords;
    private readonly SplitStage[] _stages;
    private readonly AddedTokenMatcher _rawMatcher;
    private readonly AddedTokenMatcher _normalizedMatcher;
    private readonly HashSet<int> _specialIds;
    private readonly Dictionary<int, string> _byteLetters;
    private readonly bool _normalizeNfc;

    internal BpeTokenizer(BpeDefinition definition)
    {
        if (definition.AddedTokens.FirstOrDefault(token => token.Content.Length == 0) is { } empty)
            throw new InvalidDataException($"has an added token {empty.Id} without text");
        _definition = definition;
        // As in Hugging Face's library, the first of two with one text counts.
        AddedTokens = [.. definition.AddedTokens.DistinctBy(token => token.Content)];
        _vocabulary = new BpeVocabulary(definition, AddedTokens);
        _words = new WordEncoder(_vocabulary, definition, plain: false);
        _plainWords = _vocabulary.WordsMayBeAdded(definition) ? new WordEncoder(_vocabulary, definition, plain: true) : _words;
        _stages = [.. definition.Stages];
        _normalizeNfc = definition.NormalizeNfc;
        _rawMatcher = new AddedTokenMatcher(AddedTokens.Where(token => !token.Normalized));
        _normalizedMatcher = new AddedTokenMatcher(AddedTokens.Where(token => token.Normalized).Select(Normalize));
        _byteLetters = AddedTokens.Where(token => token.Content is [> '\u007f'] && definition.Vocabulary.ContainsKey(token.Content))
            .DistinctBy(token => token.Id).ToDictionary(token => token.Id, token => token.Content);
        _specialIds = [.. AddedTokens.Where(token => token.Special).Select(token => token.Id)];
    }

    /// <summary>Tokens including the added ones: one more than the highest id. A model's embedding may have more rows.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>Tokens that are cut out of the text before it is split, special ones among them.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>Loads a model folder (<c>tokenizer.json</c>, or <c>vocab.json</c> with <c>merges.txt</c>) or a <c>tokenizer.json</c> file.</summary>
    /// <remarks>Beside <c>vocab.json</c>, <c>tokenizer_config.json</c> and its companions say which class of tokenizer it is and what is added.</remarks>
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
            ? VocabularyFiles.Load(vocabulary, merges, TokenizerSettings.Read(path))
            : throw new FileNotFoundException(
                $"{path} holds neither tokenizer.json nor vocab.json and merges.txt; give the folder of a model with a byte-level tokenizer.");
    }

    /// <summary>Loads GPT-2's own pair of files.</summary>
    /// <param name="vocabularyPath"><c>vocab.json</c>: tokens and their ids.</param>
    /// <param name="mergesPath"><c>merges.txt</c>: a merge a line, in order of rank.</param>
    /// <param name="addPrefixSpace">Put a space before text that does not start with one.</param>
    /// <inheritdoc cref="Load(string)"/>
    public static BpeTokenizer Load(string vocabularyPath, string mergesPath, bool addPrefixSpace = false) =>
        VocabularyFiles.Load(vocabularyPath, mergesPath, new TokenizerSettings { AddPrefixSpace = addPrefixSpace });

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
        var (position, search) = (0, 0);
        while (position < text.Length)
        {
            var token = _rawMatcher.Find(text, position, ref search, out var taken);
            if (position < taken.Start)
                EncodeNormalized(Normalize(text[position..taken.Start]), output, parseAddedTokens: true);
            if (token is not null && taken.Start < taken.End)
                output.Add(token.Id);
            position = taken.End;
        }
    }

    /// <summary>The text of a sequence of ids. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecialTokens">Leave special tokens out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        if (HasByteLetters)
            return DecodeByteLetters(ids, skipSpecialTokens);
        var bytes = new ArrayBufferWriter<byte>(Math.Max(1, ids.Length * 4));
        foreach (int id in ids)
            bytes.Write(BytesOf(id, skipSpecialTokens));
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>A decoder for ids that arrive one by one.</summary>
    /// <param name="skipSpecialTokens">Leave special tokens out.</param>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens = false) => new(this, skipSpecialTokens);

    /// <summary>Whether an added token has the id of a byte that is part of characters, too.</summary>
    internal bool HasByteLetters => _byteLetters.Count > 0;

    /// <summary>The text of such a token; null for all others.</summary>
    internal string? ByteLetter(int id) => _byteLetters.GetValueOrDefault(id);

    private string DecodeByteLetters(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        var (decoder, text) = (CreateStreamingDecoder(skipSpecialTokens), new StringBuilder());
        foreach (int id in ids)
            text.Append(decoder.Append(id));
        return text.Append(decoder.Flush()).ToString();
    }

    internal ReadOnlySpan<byte> BytesOf(int id, bool skipSpecialTokens) => skipSpecialTokens && _specialIds.Contains(id) ? [] : _vocabulary.BytesOf(id);

    // A token that is looked for in normalised text must be normalised like it.
    private AddedToken Normalize(AddedToken token) => token with { Content = Normalize(token.Content.AsSpan()).ToString() };

    private ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text) => _normalizeNfc && Nfc.MayChange(text) ? Nfc.Normalize(text) : text;

    private void EncodeNormalized(ReadOnlySpan<char> text, List<int> output, bool parseAddedTokens)
    {
        if (!parseAddedTokens || _normalizedMatcher.IsEmpty)
        {
            EncodePiece(text, 0, output, parseAddedTokens ? _words : _plainWords);
            return;
        }
        var (position, search) = (0, 0);
        while (position < text.Length)
        {
            var token = _normalizedMatcher.Find(text, position, ref search, out var taken);
            if (position < taken.Start)
                EncodePiece(text[position..taken.Start], 0, output, _words);
            if (token is not null && taken.Start < taken.End)
                output.Add(token.Id);
            position = taken.End;
        }
    }

    private void EncodePiece(ReadOnlySpan<char> piece, int stage, List<int> output, WordEncoder words)
    {
        if (stage == _stages.Length)
        {
            if (!piece.IsEmpty)
                words.Encode(piece, output);
        }
        else if (_stages[stage].AddSpace && piece is [not ' ', ..])
        {
            SplitPiece(string.Concat(" ", piece), stage, output, words);
        }
        else
        {
            SplitPiece(piece, stage, output, words);
        }
    }

    private void SplitPiece(ReadOnlySpan<char> piece, int stage, List<int> output, WordEncoder words)
    {
        if (_stages[stage].Splitter is not { } splitter)
        {
            EncodePiece(piece, stage + 1, output, words);
            return;
        }
        while (!piece.IsEmpty)
        {
            int length = splitter.FirstPiece(piece);
            EncodePiece(piece[..length], stage + 1, output, words);
            piece = piece[length..];
        }
    }
}
