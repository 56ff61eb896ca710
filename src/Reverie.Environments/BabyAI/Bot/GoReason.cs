namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Why the bot goes somewhere.</summary>
internal enum GoReason
{
    /// <summary>To face the target.</summary>
    Face,

    /// <summary>To face an empty cell that adjoins the target.</summary>
    PutNext,

    /// <summary>To open the target, a door; if it is locked, the key comes first.</summary>
    Open,

    /// <summary>To see what is there; given up and planned anew after every step.</summary>
    Explore,
}
