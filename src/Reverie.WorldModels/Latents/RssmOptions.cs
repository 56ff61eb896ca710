using Reverie.WorldModels.Layers;

namespace Reverie.WorldModels.Latents;

/// <summary>Sizes of a recurrent state-space model.</summary>
public sealed record RssmOptions
{
    /// <summary>S, categorical variables of the latent.</summary>
    public int Stochastic { get; init; } = 32;

    /// <summary>D, classes of each.</summary>
    public int Discrete { get; init; } = 32;

    /// <summary>H, numbers of the recurrent state.</summary>
    public int Recurrent { get; init; } = 512;

    /// <summary>K, vectors that a language model reads in one step as a recurrent cell; 0: the cell is no language model.</summary>
    public int PseudoTokens { get; init; }

    /// <summary>Steps T of the sequences that a language model learns from, beyond which one with attention does not look back when it acts.</summary>
    public int Context { get; init; } = 64;

    /// <summary>V, words that are a latent of their own beside the variables; 0: none are.</summary>
    public int Tokens { get; init; }

    /// <summary>Units before the recurrent cell.</summary>
    public int Dense { get; init; } = 512;

    /// <summary>Hidden units of the prior.</summary>
    public int PriorHidden { get; init; } = 512;

    /// <summary>Hidden units of the posterior.</summary>
    public int PosteriorHidden { get; init; } = 512;

    /// <summary>Hidden layers of the prior.</summary>
    public int PriorLayers { get; init; } = 1;

    /// <summary>Blocks of the recurrent unit, see <see cref="BlockGruModel"/>; 0: it is dense.</summary>
    public int Blocks { get; init; }

    /// <summary>Numbers of an action: one-hot choices, or real numbers.</summary>
    public required int Actions { get; init; }

    /// <summary>Numbers of an embedded observation.</summary>
    public required int Embedding { get; init; }

    /// <summary>Share of the uniform distribution in prior and posterior.</summary>
    public double Unimix { get; init; } = 0.01;

    /// <summary>Whether the state at the start of an episode is learned; else it is zero.</summary>
    public bool LearnsInitialState { get; init; } = true;

    /// <summary>Whether the posterior sees the observation only, and not what came before.</summary>
    public bool IsDecoupled { get; init; }

    /// <summary>Norms and activations of the recurrent model.</summary>
    public LayerStyle Style { get; init; } = new();

    /// <summary>Norms and activations of the prior.</summary>
    public LayerStyle PriorStyle { get; init; } = new();

    /// <summary>Norms and activations of the posterior.</summary>
    public LayerStyle PosteriorStyle { get; init; } = new();

    /// <summary>Numbers of the latent's variables, S D.</summary>
    public int StochasticSize => Stochastic * Discrete;

    /// <summary>Numbers of a latent state, S D + H, and V where there is a word in it.</summary>
    public int LatentSize => StochasticSize + Recurrent + Tokens;
}
