using System.Globalization;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Local;

/// <summary>Answers a question with choices by their log-probabilities, as numbers in a line, so that they are cached like any answer.</summary>
/// <param name="model">The model; the scorer owns it.</param>
/// <param name="name">Whose probabilities they are.</param>
/// <param name="prompt">What goes with every question.</param>
/// <param name="normalize">Whether they are divided by the answers' tokens: long answers are less likely only because they are long.</param>
public sealed class LocalScorer(LocalModel model, string name, PromptTemplate prompt, bool normalize) : IAdviser
{
    public string Identity { get; } = IdentityOf(name, prompt, normalize);

    public async Task<Answer> AskAsync(Question question, CancellationToken cancellation = default)
    {
        // The choices are what is scored; the question itself does not list them.
        var messages = LocalMessages.Of(prompt, new Question(question.Text));
        long start = TimeProvider.System.GetTimestamp();
        (double LogProbability, int Tokens)[] scores;
        try
        {
            scores = await Task.Run(() => model.Score(messages, prompt, question.Choices), cancellation);
        }
        catch (AdviserException e)
        {
            return Answer.Nothing(AnswerFailure.Rejected, e.Message);
        }
        var numbers = scores.Select(score => normalize ? score.LogProbability / score.Tokens : score.LogProbability)
            .Select(number => number.ToString("R", CultureInfo.InvariantCulture));
        return new(string.Join(' ', numbers))
        {
            OutputTokens = scores.Sum(score => score.Tokens),
            Latency = TimeProvider.System.GetElapsedTime(start),
        };
    }

    internal static string IdentityOf(string name, PromptTemplate prompt, bool normalize) => $"{name} score{(normalize ? "/token" : "")} {prompt.Identity}";

    public void Dispose() => model.Dispose();
}
