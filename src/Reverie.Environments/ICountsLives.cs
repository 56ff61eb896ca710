namespace Reverie.Environments;

/// <summary>A game that is played with several lives.</summary>
public interface ICountsLives
{
    /// <summary>The lives that are left, 0 before the first reset; null where this game counts none.</summary>
    int? Lives { get; }
}
