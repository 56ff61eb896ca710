namespace Reverie.Environments.BabyAI.Bot;

/// <summary>What becomes of the key when a door is opened.</summary>
internal enum OpenReason
{
    /// <summary>Not known yet whether one is needed.</summary>
    None,

    /// <summary>The door was locked; put the key down afterwards.</summary>
    Unlock,

    /// <summary>The key was in hand already; hold on to it.</summary>
    KeepKey,
}
