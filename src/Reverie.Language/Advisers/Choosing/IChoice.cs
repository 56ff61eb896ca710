namespace Reverie.Language.Advisers.Choosing;

/// <summary>How actions are chosen with an adviser's help.</summary>
public interface IChoice
{
    /// <summary>Scores the actions that there are.</summary>
    /// <param name="situation">Goal and view in words.</param>
    /// <param name="captions">What each action would do, in words; several may do the same.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Advice> ChooseAsync(string situation, IReadOnlyList<string> captions, CancellationToken cancellation);
}
