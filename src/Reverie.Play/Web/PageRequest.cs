using Reverie.Play.Controls;
using Reverie.Play.Games;

namespace Reverie.Play.Web;

/// <summary>What a page asks of a game; exactly one thing at a time.</summary>
internal sealed record PageRequest
{
    /// <summary>A key, as <see cref="KeyMap"/> names it.</summary>
    public string? Key { get; init; }

    /// <summary>Whether the key goes down.</summary>
    public bool Down { get; init; }

    /// <summary>A command by its button.</summary>
    public GameCommand? Do { get; init; }

    /// <summary>A place to go to.</summary>
    public Place? Place { get; init; }

    /// <summary>Whether to keep the trajectory that has ended.</summary>
    public bool? Keep { get; init; }

    /// <summary>Whose stored episode to show.</summary>
    public string? Source { get; init; }

    /// <summary>Which of them.</summary>
    public int Index { get; init; }

    /// <summary>At which step.</summary>
    public int Step { get; init; }

    /// <summary>Whether the page looks into the agent from now on.</summary>
    public bool? Inside { get; init; }

    /// <summary>Whether to draw the open-loop strip from here.</summary>
    public bool Strip { get; init; }
}
