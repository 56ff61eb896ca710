namespace Reverie.Play.Controls;

/// <summary>What a key can do besides acting.</summary>
public enum GameCommand
{
    /// <summary>Begins anew.</summary>
    Reset,

    /// <summary>Holds the game, or lets it go on.</summary>
    Pause,

    /// <summary>Takes one step while the game is held.</summary>
    Step,

    /// <summary>Begins a recording, or ends it.</summary>
    Record,

    /// <summary>Takes control, or gives it back.</summary>
    Control,

    /// <summary>Goes to the place before: environment, world model, side by side, episodes.</summary>
    PlaceBefore,

    /// <summary>Goes to the next place.</summary>
    PlaceNext,

    /// <summary>A longer dream.</summary>
    HorizonUp,

    /// <summary>A shorter dream.</summary>
    HorizonDown,

    /// <summary>Shows all pictures, or the main one.</summary>
    Panes,

    /// <summary>A step back in a stored episode.</summary>
    Back,

    /// <summary>A step on in a stored episode.</summary>
    On,

    /// <summary>Ten steps back in a stored episode.</summary>
    BackTen,

    /// <summary>Ten steps on in a stored episode.</summary>
    OnTen,

    /// <summary>The start of a stored episode.</summary>
    Start,

    /// <summary>The stored episode before.</summary>
    EpisodeBefore,

    /// <summary>The next stored episode.</summary>
    EpisodeNext,

    /// <summary>The next source of stored episodes.</summary>
    SourceNext,

    /// <summary>Dreams on from this step of a stored episode.</summary>
    DreamFromHere,
}
