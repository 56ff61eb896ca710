namespace Reverie.Environments;

/// <summary>An environment that stands before another one.</summary>
public interface IWrapper
{
    /// <summary>The environment beneath.</summary>
    IEnvironment Inner { get; }
}
