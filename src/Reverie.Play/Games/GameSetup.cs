using Reverie.Environments.Vector;
using Reverie.Play.Controls;
using Reverie.Training.Data;
using Reverie.Training.Sessions;

namespace Reverie.Play.Games;

/// <summary>What a game is played with.</summary>
public sealed record GameSetup
{
    /// <summary>What it is about, for people: a run or an environment.</summary>
    public required string Title { get; init; }

    /// <summary>The environment's id.</summary>
    public required string Environment { get; init; }

    /// <summary>The algorithm's name; null without an agent.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The environment; it belongs to the game.</summary>
    public required IVectorEnvironment World { get; init; }

    /// <summary>Who plays; null where only a person does. It belongs to the game.</summary>
    public TrainedAgent? Agent { get; init; }

    /// <summary>How the agent chooses.</summary>
    public ActingOptions Acting { get; init; } = new();

    /// <summary>Names of the actions, where they are choices.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>The action that does nothing: with it the game goes on while a person thinks.</summary>
    public int? Noop { get; init; }

    /// <summary>What keys do.</summary>
    public required KeyMap Keys { get; init; }

    /// <summary>Where recordings go.</summary>
    public required string Recordings { get; init; }

    /// <summary>Where stored episodes are; null without a run.</summary>
    public string? Episodes { get; init; }

    /// <summary>Looks whether there is a newer agent, and loads it; null where there is none. Asked between episodes.</summary>
    public Func<TrainedAgent?>? Newer { get; init; }
}
