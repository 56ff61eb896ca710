using System.Text;
using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tokenization;

/// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c>, by the rules of the tokenizer's class.</summary>
internal static class VocabularyFiles
{
    public static BpeTokenizer Load(string vocabularyPath, string mergesPath, TokenizerSettings settings)
    {
        var (root, lines) = (ReadVocabulary(vocabularyPath), Encoding.UTF8.GetString(TextGuard.ReadUtf8(mergesPath)));
        try
        {
            var vocabulary = JsonFields.Vocabulary(root);
            var definition = new BpeDefinition
            {
                Vocabulary = vocabulary,
                Merges = ReadMerges(lines),
                AddedTokens = AddedTokens(settings, vocabulary),
                NormalizeNfc = settings.Class.NormalizeNfc,
                Stages = settings.Class.Stage(settings.AddPrefixSpace),
            };
            var tokenizer = new BpeTokenizer(definition);
            AddedTokenIds.Check(tokenizer.AddedTokens, vocabulary);
            return tokenizer;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"The tokenizer of {vocabularyPath} and {mergesPath} {JsonFields.OneLine(e.Message)}; fetch both files again from one model.", e);
        }
    }

    /// <summary>Those with an id first, then the special ones that were not among them: the vocabulary's id, or the next free one.</summary>
    private static List<AddedToken> AddedTokens(TokenizerSettings settings, Dictionary<string, int> vocabulary)
    {
        List<AddedToken> tokens = [.. settings.Numbered];
        var said = settings.Special.Select(entry => entry.Role).Concat(settings.Unset).ToHashSet();
        var defaults = settings.Class.Defaults.Where(entry => !said.Contains(entry.Role))
            .Select(entry => (entry.Role, new AddedToken(-1, entry.Token) { Special = true, LeftStrip = entry.Role == "mask_token" }));
        foreach (var (_, token) in settings.Special.Concat(defaults).OrderBy(entry => Array.IndexOf(TokenizerSettings.Roles, entry.Item1)))
        {
            int known = tokens.FindIndex(other => other.Content == token.Content);
            if (known >= 0)
                tokens[known] = tokens[known] with { Special = true };
            else
                tokens.Add(token with { Id = vocabulary.TryGetValue(token.Content, out int id) ? id : AddedTokenIds.Next(tokens, vocabulary) });
        }
        return tokens;
    }

    private static JsonElement ReadVocabulary(string path)
    {
        try
        {
            return TextGuard.ReadJson(path);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} has a vocabulary that is not valid JSON ({e.Message.TrimEnd('.')}); fetch the file again.", e);
        }
    }

    private static List<(string Left, string Right)> ReadMerges(string text)
    {
        var merges = new List<(string Left, string Right)>();
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.Length > 0 && !(merges.Count == 0 && line.StartsWith("#version", StringComparison.Ordinal)))
                merges.Add(JsonFields.Pair(line, merges.Count));
        }
        return merges;
    }
}
