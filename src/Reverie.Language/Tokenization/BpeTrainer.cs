using System.Runtime.InteropServices;
using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>
/// Learns a byte-level byte-pair encoding with GPT-2's words (Sennrich et al., 2016; Radford et al., 2019): the most frequent pair
/// of neighbouring tokens becomes a token, again and again. Of equally frequent pairs the one with the lower ids is taken, so the
/// same text always gives the same tokenizer.
/// </summary>
public sealed class BpeTrainer
{
    /// <summary>The token that parts documents.</summary>
    public const string EndOfText = "<|endoftext|>";

    private const int Bytes = 256;

    private readonly BpeTrainerOptions _options;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Gpt2Splitter _splitter = new();

    /// <exception cref="ArgumentException">The vocabulary is too small for the 256 bytes and the special tokens.</exception>
    public BpeTrainer(BpeTrainerOptions? options = null)
    {
        _options = options ?? new BpeTrainerOptions();
        int least = Bytes + _options.SpecialTokens.Count;
        if (_options.VocabularySize < least)
        {
            throw new ArgumentException(
                $"A byte-level vocabulary needs at least {least} tokens and {_options.VocabularySize} are asked for; ask for more.", nameof(options));
        }
    }

    /// <summary>Counts the words of one more text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        while (!text.IsEmpty)
        {
            int length = _splitter.FirstPiece(text);
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, text[..length], out _)++;
            text = text[length..];
        }
    }

    /// <summary>Learns the merges from all texts so far.</summary>
    public BpeTokenizer Train()
    {
        var tokens = Enumerable.Range(0, Bytes).Select(value => ByteAlphabet.CharOf((byte)value).ToString()).Order(StringComparer.Ordinal).ToList();
        tokens.InsertRange(0, _options.SpecialTokens);
        var ids = tokens.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        var merges = new List<(string Left, string Right)>();
        var pairs = new PairCounts(Words(ids));
        while (tokens.Count < _options.VocabularySize && pairs.TakeMostFrequent() is { } best && best.Count >= _options.MinFrequency)
        {
            string union = tokens[best.Left] + tokens[best.Right];
            // Another way to spell a token that is there already adds a merge but no token.
            if (!ids.TryGetValue(union, out int id))
            {
                ids[union] = id = tokens.Count;
                tokens.Add(union);
            }
            merges.Add((tokens[best.Left], tokens[best.Right]));
            pairs.Merge(best.Left, best.Right, id);
        }
        return new BpeTokenizer(new BpeDefinition
        {
            Vocabulary = ids,
            Merges = merges,
            AddedTokens = [.. _options.SpecialTokens.Select(token => new AddedToken(ids[token], token) { Special = true })],
            Stages = [new SplitStage(AddSpace: false, new Gpt2Splitter())],
        });
    }

    /// <summary>The words as tokens of single bytes, in an order that does not depend on the texts' order.</summary>
    private IEnumerable<(int[] Tokens, long Count)> Words(Dictionary<string, int> ids) => _counts
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => (Array.ConvertAll(Encoding.UTF8.GetBytes(entry.Key), value => ids[ByteAlphabet.CharOf(value).ToString()]), entry.Value));
}
