using System.Globalization;

namespace Reverie.Language.Advisers.Choosing;

/// <summary>
/// The probabilities of the captions as the model's answers, among themselves: q(a) = softmax of their log-probabilities, or of these by
/// token (GLAM: Carta et al., 2023). Actions that do the same have the same score.
/// </summary>
/// <param name="scorer">Answers a question with choices by one number a choice, in a line.</param>
public sealed class ScoreChoice(IAdviser scorer) : IChoice
{
    public async Task<Advice> ChooseAsync(string situation, IReadOnlyList<string> captions, CancellationToken cancellation)
    {
        string[] choices = [.. captions.Distinct(StringComparer.Ordinal)];
        var answer = await scorer.AskAsync(new Question(situation) { Choices = choices }, cancellation);
        if (!answer.IsGiven)
            return Advice.Nothing(captions.Count, answer);
        double[] logs = [.. answer.Text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        double largest = logs.Max(), sum = logs.Sum(log => Math.Exp(log - largest));
        return new([.. captions.Select(caption => (float)(Math.Exp(logs[Array.IndexOf(choices, caption)] - largest) / sum))], answer);
    }
}
