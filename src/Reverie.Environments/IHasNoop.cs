namespace Reverie.Environments;

/// <summary>An environment with an action that does nothing.</summary>
public interface IHasNoop
{
    /// <summary>That action; null where there is none after all.</summary>
    int? NoopAction { get; }
}
