using System.Text.RegularExpressions;
using Reverie.Language.Advisers.Local.Templates;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Advisers.Local;

/// <summary>A conversation as tokens. What somebody said can never become a control token, whatever it says.</summary>
/// <param name="tokenizer">The model's.</param>
/// <param name="template">How the model reads conversations.</param>
internal sealed partial class PromptTokens(BpeTokenizer tokenizer, ChatTemplate template)
{
    // Private letters stand for what must not be read as anything but text.
    private const char Open = '\uE000', Close = '\uE001';

    /// <summary>The tokens up to where the answer begins.</summary>
    internal int[] Encode(IReadOnlyList<(string Role, string Content)> messages)
    {
        var guarded = new List<string>();
        var safe = messages.Select(message => (message.Role, IsHarmless(message.Content) ? message.Content : Hide(message.Content))).ToList();
        string text = template.Render(safe);
        var ids = new List<int>();
        int from = 0;
        foreach (Match place in Hidden().Matches(text))
        {
            tokenizer.Encode(text.AsSpan(from, place.Index - from), ids);
            tokenizer.Encode(guarded[int.Parse(place.Groups["number"].ValueSpan, null)], ids, parseAddedTokens: false);
            from = place.Index + place.Length;
        }
        tokenizer.Encode(text.AsSpan(from), ids);
        return [.. ids];

        string Hide(string content)
        {
            guarded.Add(content);
            return $"{Open}{guarded.Count - 1}{Close}";
        }
    }

    private bool IsHarmless(string content) =>
        content.IndexOf(Open) < 0 && !tokenizer.AddedTokens.Any(token => content.Contains(token.Content, StringComparison.Ordinal));

    [GeneratedRegex("\uE000(?<number>[0-9]+)\uE001", RegexOptions.ExplicitCapture)]
    private static partial Regex Hidden();
}
