using System.Text.RegularExpressions;
using Reverie.Language.Advisers.Similarity;

namespace Reverie.Language.Advisers.Choosing;

/// <summary>
/// The founding project's way: an action's score is the largest positive similarity of its caption and a line of the answer. Opposites are
/// alike ("turn left." and "turn right.": 0.87), so rank the scores rather than hold them against a threshold.
/// </summary>
/// <param name="adviser">Who answers.</param>
/// <param name="similarity">The measure.</param>
/// <param name="stripMarks">Whether "1.", "-" and quotes around a line are taken off; the founding project left them.</param>
public sealed partial class SimilarityChoice(IAdviser adviser, ISimilarity similarity, bool stripMarks) : IChoice
{
    // What ends a line in Python, of which a carriage return and a line feed are one.
    private static readonly char[] LineEnds = ['\n', '\r', '\v', '\f', '\x1c', '\x1d', '\x1e', '\x85', '\u2028', '\u2029'];

    public async Task<Advice> ChooseAsync(string situation, IReadOnlyList<string> captions, CancellationToken cancellation)
    {
        var answer = await adviser.AskAsync(new Question(situation), cancellation);
        if (!answer.IsGiven)
            return Advice.Nothing(captions.Count, answer);
        var lines = Lines(answer.Text).Select(line => stripMarks ? Marks().Replace(line, "") : line).ToList();
        return new([.. captions.Select(caption => lines.Select(line => similarity.Of(caption, line)).Append(0).Max())], answer);
    }

    /// <summary>The lines of a text as Python's <c>splitlines</c> cuts them: empty ones stay, but for one behind the last line's end.</summary>
    internal static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (int from = 0; from < text.Length;)
        {
            int length = text.AsSpan(from).IndexOfAny(LineEnds);
            int end = length < 0 ? text.Length : from + length;
            lines.Add(text[from..end]);
            from = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }
        return lines;
    }

    [GeneratedRegex(@"^\s*(?:[-*\u2022>]\s*|\d{1,2}[.)]\s*)*[""'`]?|[""'`]?\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Marks();
}
