namespace Reverie.Environments;

/// <summary>An environment, or a wrapper, that takes an action several times at less cost than one by one: a process elsewhere.</summary>
public interface IRepeatsActions<TObservation, in TAction>
    where TObservation : notnull
    where TAction : notnull
{
    /// <summary>Whether it does, or whether what lies beneath does.</summary>
    bool CanRepeat { get; }

    /// <summary>Takes an action again and again, until the episode ends.</summary>
    /// <param name="action">The action.</param>
    /// <param name="rewards">How often, at most; receives what each time paid.</param>
    /// <returns>What was seen behind the last one, and paid in all.</returns>
    RepeatResult<TObservation> Repeat(TAction action, Span<double> rewards);
}
