using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Dreamer.Networks;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>The world model.</summary>
public sealed record DreamerWorldModelOptions
{
    /// <summary>D, classes of a variable of the latent.</summary>
    [Range(2, 4096)]
    public int DiscreteSize { get; init; } = 32;

    /// <summary>S, variables of the latent.</summary>
    [Range(1, 4096)]
    public int StochasticSize { get; init; } = 32;

    [Range(0.0, 1e6)]
    public double KlDynamic { get; init; } = 0.5;

    [Range(0.0, 1e6)]
    public double KlRepresentation { get; init; } = 0.1;

    [Range(0.0, 1e6)]
    public double KlFreeNats { get; init; } = 1;

    [Range(0.0, 1e6)]
    public double KlRegularizer { get; init; } = 1;

    [Range(0.0, 1e6)]
    public double ContinueScaleFactor { get; init; } = 1;

    /// <summary>Largest norm of the gradients; null or 0: any.</summary>
    [Range(0.0, 1e9)]
    public double? ClipGradients { get; init; } = 1000;

    /// <summary>Whether the posterior sees the observation only; null: as the cell needs it, which is true for <c>sequence</c>.</summary>
    public bool? DecoupledRssm { get; init; }

    /// <summary>Whether the state at the start of an episode is learned.</summary>
    public bool LearnableInitialRecurrentState { get; init; } = true;

    public CoderOptionsTree Encoder { get; init; } = new();

    public RecurrentOptions RecurrentModel { get; init; } = new();

    /// <summary><c>rssm</c>, <c>early</c> or <c>token</c>: how what is seen and said is taken in.</summary>
    public RssmKind RssmType { get; init; } = RssmKind.Rssm;

    /// <summary>How words go in, where the environment says some and <c>algo.mlp_keys</c> names them.</summary>
    public TokenOptions Token { get; init; } = new();

    /// <summary>The language model that remembers, where one does.</summary>
    public LanguageModelOptions HfModel { get; init; } = new();

    /// <summary>The prior.</summary>
    public HiddenOptions TransitionModel { get; init; } = new();

    /// <summary>The posterior.</summary>
    public HiddenOptions RepresentationModel { get; init; } = new();

    public CoderOptionsTree ObservationModel { get; init; } = new();

    public HeadOptions RewardModel { get; init; } = new();

    /// <summary>The head for the episode's going on.</summary>
    public HeadOptions DiscountModel { get; init; } = new();

    public OptimizerOptions Optimizer { get; init; } = new() { Lr = 1e-4, Eps = 1e-8 };

    /// <summary>How its learning rate changes.</summary>
    public SchedulerOptions Scheduler { get; init; } = new();

    /// <summary>All that are named.</summary>
    internal IEnumerable<string> Activations =>
    [
        Encoder.CnnAct, Encoder.DenseAct, ObservationModel.CnnAct, ObservationModel.DenseAct, TransitionModel.DenseAct, RepresentationModel.DenseAct,
        RewardModel.DenseAct, DiscountModel.DenseAct,
    ];
}

/// <summary>Encoder or decoder.</summary>
public sealed record CoderOptionsTree
{
    /// <summary>Channels of the first (or last but one) convolution.</summary>
    [Range(1, 4096)]
    public int CnnChannelsMultiplier { get; init; } = 96;

    public string CnnAct { get; init; } = "torch.nn.SiLU";

    public string DenseAct { get; init; } = "torch.nn.SiLU";

    [Range(0, 64)]
    public int MlpLayers { get; init; } = 5;

    public NormOptions CnnLayerNorm { get; init; } = new();

    public NormOptions MlpLayerNorm { get; init; } = new();

    [Range(1, 65_536)]
    public int DenseUnits { get; init; } = 1024;
}

/// <summary>The recurrent model.</summary>
public sealed record RecurrentOptions
{
    /// <summary><c>gru</c>, or a language model (<c>hf_model</c>): <c>sequence</c> (its own memory runs along time) or <c>pseudo_tokens</c>.</summary>
    public CellKind Cell { get; init; } = CellKind.Gru;

    /// <summary>Numbers of the state; with a language model, of its hidden states.</summary>
    [Range(1, 65_536)]
    public int RecurrentStateSize { get; init; } = 4096;

    /// <summary>Independent blocks of the recurrent unit of 2024; 0: the dense one of 2023.</summary>
    [Range(0, 4096)]
    public int Blocks { get; init; }

    public NormOptions LayerNorm { get; init; } = new();

    [Range(1, 65_536)]
    public int DenseUnits { get; init; } = 1024;
}

/// <summary>Prior or posterior.</summary>
public sealed record HiddenOptions
{
    [Range(1, 65_536)]
    public int HiddenSize { get; init; } = 1024;

    /// <summary>Hidden layers; the posterior has one.</summary>
    [Range(1, 64)]
    public int Layers { get; init; } = 1;

    public string DenseAct { get; init; } = "torch.nn.SiLU";

    public NormOptions LayerNorm { get; init; } = new();
}

/// <summary>A head of dense layers.</summary>
public sealed record HeadOptions
{
    public string DenseAct { get; init; } = "torch.nn.SiLU";

    [Range(0, 64)]
    public int MlpLayers { get; init; } = 5;

    public NormOptions LayerNorm { get; init; } = new();

    [Range(1, 65_536)]
    public int DenseUnits { get; init; } = 1024;

    /// <summary>Bins of the distribution, where there are any.</summary>
    [Range(2, 65_536)]
    public int Bins { get; init; } = 255;
}
