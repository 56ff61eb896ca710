namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>How a world model takes in what is seen and said; the names are Dynalang's.</summary>
public enum RssmKind
{
    /// <summary>Through the posterior: it goes into the memory with the next step.</summary>
    Rssm,

    /// <summary>It goes into the memory at once; the posterior sees nothing else.</summary>
    Early,

    /// <summary>As <see cref="Rssm"/>, and the word is a latent of its own, which imagination draws, too.</summary>
    Token,
}
