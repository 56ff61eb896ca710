using Reverie.Language.Advisers.Chat;

namespace Reverie.Language.Advisers.Choosing;

/// <summary>The answer is one of the captions: by a schema where the endpoint enforces it, else by obedience. Anything else advises nothing.</summary>
/// <param name="adviser">Who answers.</param>
public sealed class ListChoice(IAdviser adviser) : IChoice
{
    public async Task<Advice> ChooseAsync(string situation, IReadOnlyList<string> captions, CancellationToken cancellation)
    {
        string[] choices = [.. captions.Distinct(StringComparer.Ordinal)];
        var answer = await adviser.AskAsync(new Question(situation) { Choices = choices }, cancellation);
        string? chosen = answer.IsGiven ? ChoiceFormat.Read(answer.Text, choices) : null;
        return new([.. captions.Select(caption => caption == chosen ? 1f : 0f)], answer);
    }
}
