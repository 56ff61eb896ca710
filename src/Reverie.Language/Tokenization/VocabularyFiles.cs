using System.Text.Json;

namespace Reverie.Language.Tokenization;

/// <summary>Reads GPT-2's pair of files: <c>vocab.json</c> and <c>merges.txt</c>.</summary>
internal static class VocabularyFiles
{
    // These files do not say which tokens are special; this one is the only one that GPT-2 has.
    private const string EndOfText = "<|endoftext|>";

    public static BpeTokenizer Load(string vocabularyPath, string mergesPath, bool addPrefixSpace = false)
    {
        try
        {
            var vocabulary = ReadVocabulary(vocabularyPath);
            return new BpeTokenizer(new BpeDefinition
            {
                Vocabulary = vocabulary,
                Merges = ReadMerges(mergesPath),
                AddedTokens = vocabulary.TryGetValue(EndOfText, out int id) ? [new AddedToken(id, EndOfText) { Special = true }] : [],
                Stages = [new SplitStage(addPrefixSpace, new Gpt2Splitter())],
            });
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"The tokenizer of {vocabularyPath} and {mergesPath} {e.Message}; fetch both files again from one model.", e);
        }
    }

    private static Dictionary<string, int> ReadVocabulary(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return JsonFields.Vocabulary(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("has a vocabulary that is not valid JSON", e);
        }
    }

    private static List<(string Left, string Right)> ReadMerges(string path)
    {
        var merges = new List<(string Left, string Right)>();
        foreach (string line in File.ReadLines(path))
        {
            if (line.Length > 0 && !(merges.Count == 0 && line.StartsWith("#version", StringComparison.Ordinal)))
                merges.Add(JsonFields.Pair(line, merges.Count));
        }
        return merges;
    }
}
