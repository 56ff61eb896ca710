using System.Text;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Tests.Tokenization;

public class BpeTrainerTests
{
    private const string Text = "low low low low low lower lower newest newest newest newest newest newest widest widest widest";

    [Fact]
    public void Train_TextbookWords_MergesTheMostFrequentPairsFirst()
    {
        using var folder = new TemporaryFolder();
        Trained(Text, 257 + 6).Save(folder.Path);

        // e s: 9; es t: 9; Ġ l and l o and o w tie behind Ġ n, e w (6 each), which have lower ids of their own.
        string[] merges = File.ReadAllLines(folder.In("merges.txt"));
        Assert.Equal("#version: 0.2", merges[0]);
        Assert.Equal(["e s", "es t", "l o", "lo w"], merges[1..5]);
        Assert.Equal(7, merges.Length);
    }

    [Fact]
    public void Train_AnyText_CountsAsACountFromScratchWould()
    {
        string text = string.Concat(Enumerable.Range(0, 60).Select(i => $" {(i * i * 7919) % 1013} aab abab aaaa ba{i % 3}"));

        Assert.Equal(NaiveMerges(text, 40), MergesOf(Trained(text, 257 + 40)));
    }

    [Fact]
    public void Train_TooFewPairs_GivesASmallerVocabulary()
    {
        Assert.Equal(257, Trained("abc", 1024).VocabularySize);
        Assert.Equal(259, Trained("ab ab", 1024, minFrequency: 1).VocabularySize);
    }

    [Fact]
    public void Train_TooSmallVocabulary_SaysHowManyAreNeeded()
    {
        var error = Assert.Throws<ArgumentException>(() => new BpeTrainer(new BpeTrainerOptions { VocabularySize = 256 }));
        Assert.Contains("at least 257", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Encode_AnyTextComesBack()
    {
        var tokenizer = Trained(Text + " Größe 漢字 🙂 ", 300);

        var random = new Random(1);
        for (int round = 0; round < 500; round++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(round % 2 == 0 ? 0x80 : 0x10000))]);
            // A lone surrogate has no UTF-8.
            string clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            Assert.Equal(clean, tokenizer.Decode(tokenizer.Encode(clean, parseAddedTokens: false)));
        }
    }

    [Fact]
    public void Save_Trained_LoadsBackFromEitherFormat()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Trained(Text, 280);
        tokenizer.Save(folder.Path);

        int[] expected = tokenizer.Encode("the lowest newer <|endoftext|> wide");
        Assert.Equal(expected, BpeTokenizer.Load(folder.Path).Encode("the lowest newer <|endoftext|> wide"));
        Assert.Equal(expected, BpeTokenizer.Load(folder.In("vocab.json"), folder.In("merges.txt")).Encode("the lowest newer <|endoftext|> wide"));
        Assert.Contains(0, expected);
    }

    [Theory]
    [MemberData(nameof(BpeTokenizerTests.Styles), MemberType = typeof(BpeTokenizerTests))]
    public void Save_EveryStyle_LoadsBackToTheSameIds(string style)
    {
        using var folder = new TemporaryFolder();
        var original = BpeTokenizer.Load(Golden(style));
        original.Save(folder.Path);
        var copy = BpeTokenizer.Load(folder.Path);

        const string sample = "It's 12345 o'clock,\n\n  she  said: Größe 漢字 🙂<|endoftext|> end ";
        Assert.Equal(original.Encode(sample), copy.Encode(sample));
        Assert.Equal(original.VocabularySize, copy.VocabularySize);
    }

    private static string Golden(string style) => Repository.Golden("seqmodels", "bpe", style);

    private static BpeTokenizer Trained(string text, int size, int minFrequency = 2)
    {
        var trainer = new BpeTrainer(new BpeTrainerOptions { VocabularySize = size, MinFrequency = minFrequency });
        trainer.Add(text);
        return trainer.Train();
    }

    private static string[] MergesOf(BpeTokenizer tokenizer)
    {
        using var folder = new TemporaryFolder();
        tokenizer.Save(folder.Path);
        return File.ReadAllLines(folder.In("merges.txt"))[1..];
    }

    /// <summary>The definition, without any bookkeeping: count all pairs anew before each merge.</summary>
    private static List<string> NaiveMerges(string text, int count)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(word => SplitDigits(word)).Select(word => word.Select(letter => letter == ' ' ? "Ġ" : letter.ToString()).ToList()).ToList();
        var ids = Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharOf((byte)value).ToString()).Order(StringComparer.Ordinal)
            .Select((token, id) => (token, id)).ToDictionary();
        var merges = new List<string>();
        while (merges.Count < count)
        {
            var best = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair)
                .OrderByDescending(group => group.Count()).ThenBy(group => ids[group.Key.First]).ThenBy(group => ids[group.Key.Second]).First();
            if (best.Count() < 2)
                break;
            var (left, right) = best.Key;
            ids.TryAdd(left + right, ids.Count);
            merges.Add($"{left} {right}");
            foreach (var word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] += right;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }
        return merges;

        // GPT-2's words: a space goes with what follows, letters and digits part.
        static IEnumerable<string> SplitDigits(string word)
        {
            int digits = word.TakeWhile(char.IsAsciiDigit).Count();
            int letters = digits > 0 ? 0 : word.TakeWhile(char.IsAsciiLetter).Count();
            int first = Math.Max(digits, letters);
            yield return " " + word[..first];
            if (first < word.Length)
                yield return word[first..];
        }
    }
}
