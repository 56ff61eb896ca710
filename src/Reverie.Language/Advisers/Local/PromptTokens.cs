using System.Text.RegularExpressions;
using Reverie.Language.Advisers.Local.Templates;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Advisers.Local;

/// <summary>A conversation as tokens. What somebody said can never become a control token, whatever it says.</summary>
/// <param name="encode">A text's tokens; with true, control tokens are recognised in it.</param>
/// <param name="isHarmless">Whether a text is sure to hold no control token.</param>
/// <param name="template">How the model reads conversations.</param>
internal sealed partial class PromptTokens(Func<string, bool, IEnumerable<int>> encode, Func<string, bool> isHarmless, ChatTemplate template)
{
    // Private letters stand for what must not be read as anything but text.
    private const char Open = '\uE000', Close = '\uE001';

    /// <summary>With a tokenizer of ours.</summary>
    internal static PromptTokens Of(BpeTokenizer tokenizer, ChatTemplate template) => new(
        (text, isControl) => tokenizer.Encode(text, parseAddedTokens: isControl),
        text => !tokenizer.AddedTokens.Any(token => text.Contains(token.Content, StringComparison.Ordinal)), template);

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
            Add(text[from..place.Index], isControl: true);
            Add(guarded[int.Parse(place.Groups["number"].ValueSpan, null)], isControl: false);
            from = place.Index + place.Length;
        }
        Add(text[from..], isControl: true);
        return [.. ids];

        void Add(string part, bool isControl)
        {
            if (part.Length > 0)
                ids.AddRange(encode(part, isControl));
        }

        string Hide(string content)
        {
            guarded.Add(content);
            return $"{Open}{guarded.Count - 1}{Close}";
        }
    }

    private bool IsHarmless(string content) => content.IndexOf(Open) < 0 && isHarmless(content);

    [GeneratedRegex("\uE000(?<number>[0-9]+)\uE001", RegexOptions.ExplicitCapture)]
    private static partial Regex Hidden();
}
