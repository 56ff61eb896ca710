namespace Reverie.Play.Games;

/// <summary>Where the game is played.</summary>
public enum Place
{
    /// <summary>In the real environment.</summary>
    Environment,

    /// <summary>In the world model.</summary>
    Dream,

    /// <summary>In both, under the same actions.</summary>
    Both,

    /// <summary>Nowhere: a stored episode is looked at.</summary>
    Episode,
}
