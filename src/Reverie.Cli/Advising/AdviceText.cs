using System.Globalization;
using System.Text;
using Reverie.Language.Advisers.Choosing;

namespace Reverie.Cli.Advising;

/// <summary>Advice for people to read.</summary>
internal static class AdviceText
{
    /// <summary>All actions with their scores, a line each, the best one marked.</summary>
    internal static string Table(Situation situation, Advice advice)
    {
        if (!advice.Answer.IsGiven)
            return $"no advice: {Printable.Of(advice.Answer.Reason)}.";
        var text = new StringBuilder();
        for (int i = 0; i < situation.Captions.Count; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{(i == advice.Best ? '>' : ' ')} {situation.Actions[i],-8} {advice.Scores[i]:0.000}  {situation.Captions[i]}");
        }
        if (advice.Best is null)
            text.AppendLine("The answer is taken for none of them.");
        return text.ToString().TrimEnd();
    }
}
