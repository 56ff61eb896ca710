namespace Reverie.Environments.Spaces;

/// <summary>A space of observations of named parts, whatever type holds them.</summary>
public interface IDictSpace
{
    /// <summary>The parts, in order.</summary>
    IReadOnlyDictionary<string, Space> Spaces { get; }
}
