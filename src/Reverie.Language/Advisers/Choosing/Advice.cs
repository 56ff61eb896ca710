namespace Reverie.Language.Advisers.Choosing;

/// <summary>What an answer means for the actions that there are.</summary>
/// <param name="Scores">How well each action fits, from 0 to 1, in the order of the captions; all 0: nothing was advised.</param>
/// <param name="Answer">What was said.</param>
public sealed record Advice(IReadOnlyList<float> Scores, Answer Answer)
{
    /// <summary>The action that fits best, the first of several; null: nothing was advised.</summary>
    public int? Best => Scores.Count > 0 && Scores.Max() is var best and > 0 ? Scores.ToList().IndexOf(best) : null;

    /// <summary>Nothing is advised.</summary>
    internal static Advice Nothing(int actions, Answer answer) => new(new float[actions], answer);
}
