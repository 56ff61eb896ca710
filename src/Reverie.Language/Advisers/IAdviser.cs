namespace Reverie.Language.Advisers;

/// <summary>Somebody who answers questions in words. Whatever goes wrong costs the answer, never more.</summary>
public interface IAdviser : IDisposable
{
    /// <summary>Who answers and how: what decides about the answers, so that a cache can tell one adviser from another. No secrets, no addresses.</summary>
    string Identity { get; }

    /// <summary>Asks one question; several may be asked at once.</summary>
    /// <returns>What was said, or why nothing was.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="AdviserException">Only from advisers that were told to be strict, such as a cache without whom nobody may be asked.</exception>
    Task<Answer> AskAsync(Question question, CancellationToken cancellation = default);
}
