namespace Reverie.Language.Tokenization;

/// <summary>
/// The ids that Hugging Face's library gives to added tokens, whatever a file says: those of the vocabulary, or the next free ones in order.
/// </summary>
internal static class AddedTokenIds
{
    /// <summary>Refuses tokens that would get another id there.</summary>
    /// <exception cref="InvalidDataException">A token's id is not the next free one.</exception>
    public static void Check(IReadOnlyList<AddedToken> tokens, IReadOnlyDictionary<string, int> vocabulary)
    {
        int next = vocabulary.Count;
        foreach (var token in tokens)
        {
            int expected = vocabulary.TryGetValue(token.Content, out int known) ? known : next;
            if (token.Id != expected)
                throw new InvalidDataException($"gives the added token '{token.Content}' the id {token.Id}, where the next free one is {expected}");
            next = Math.Max(next, expected + 1);
        }
    }

    /// <summary>The next free id.</summary>
    public static int Next(IEnumerable<AddedToken> tokens, IReadOnlyDictionary<string, int> vocabulary) =>
        tokens.Select(token => token.Id + 1).Append(vocabulary.Count).Max();
}
