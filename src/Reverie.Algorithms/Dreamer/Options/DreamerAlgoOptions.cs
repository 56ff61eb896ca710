using System.ComponentModel.DataAnnotations;
using Reverie.WorldModels.Distributions;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>The algorithm itself.</summary>
public sealed record DreamerAlgoOptions
{
    /// <summary>Must be <c>dreamer_v3</c>.</summary>
    public string? Name { get; init; } = "dreamer_v3";

    /// <summary>Steps of the policy, over all environments.</summary>
    [Range(1, long.MaxValue)]
    public long TotalSteps { get; init; } = 5_000_000;

    /// <summary>B, sequences of a gradient step.</summary>
    [Range(1, 65_536)]
    public int PerRankBatchSize { get; init; } = 16;

    /// <summary>T, steps of a sequence.</summary>
    [Range(1, 65_536)]
    public int PerRankSequenceLength { get; init; } = 64;

    /// <summary>Whether an episode is played when training has ended.</summary>
    public bool RunTest { get; init; } = true;

    /// <summary>Pictures.</summary>
    public KeysOptions CnnKeys { get; init; } = new();

    /// <summary>Vectors.</summary>
    public KeysOptions MlpKeys { get; init; } = new();

    public DreamerWorldModelOptions WorldModel { get; init; } = new();

    public DreamerActorOptions Actor { get; init; } = new();

    public DreamerCriticOptions Critic { get; init; } = new();

    /// <summary>Discount.</summary>
    [Range(0.0, 1.0)]
    public double Gamma { get; init; } = 0.996996996996997;

    /// <summary>λ of the returns.</summary>
    [Range(0.0, 1.0)]
    public double Lmbda { get; init; } = 0.95;

    /// <summary>Imagined steps.</summary>
    [Range(1, 10_000)]
    public int Horizon { get; init; } = 15;

    /// <summary>Gradient steps for each step of the policy, once learning has started.</summary>
    [Range(0.0, 1e6)]
    public double ReplayRatio { get; init; } = 1;

    /// <summary>Random steps before anything is learned.</summary>
    [Range(0, long.MaxValue)]
    public long LearningStarts { get; init; } = 1024;

    /// <summary>At most so many steps of the policy count for the first call of the learner; 0: all.</summary>
    [Range(0, long.MaxValue)]
    public long PerRankPretrainSteps { get; init; }

    public NormOptions CnnLayerNorm { get; init; } = new();

    public NormOptions MlpLayerNorm { get; init; } = new();

    /// <summary>Units of dense layers, where nothing else is said.</summary>
    [Range(1, 65_536)]
    public int DenseUnits { get; init; } = 1024;

    /// <summary>Dense layers, where nothing else is said.</summary>
    [Range(0, 64)]
    public int MlpLayers { get; init; } = 5;

    public string DenseAct { get; init; } = "torch.nn.SiLU";

    public string CnnAct { get; init; } = "torch.nn.SiLU";

    /// <summary>Share of the uniform distribution in latents.</summary>
    [Range(0.0, 1.0)]
    public double Unimix { get; init; } = 0.01;

    /// <summary>Bins of reward and value: <c>symlog</c> (2023) or <c>symexp</c> (2024).</summary>
    public TwoHotKind TwoHot { get; init; } = TwoHotKind.Symlog;

    /// <summary>Whether the head for the episode's going on predicts the discount, too, and its probability is what imagined steps are discounted with.</summary>
    public bool ContinueDiscount { get; init; }

    /// <summary>Whether one optimizer, that of the world model, moves everything by the sum of all losses.</summary>
    public bool JointOptimizer { get; init; }

    /// <summary>Weight of the critic's loss on replayed steps, which with <see cref="JointOptimizer"/> teaches the world model, too; 0: none.</summary>
    [Range(0.0, 1e6)]
    public double ReplayValueScale { get; init; }

    /// <summary>Whether the last maps begin as in Hafner's code: those of reward and value at zero.</summary>
    public bool HafnerInitialization { get; init; } = true;
}

/// <summary>Observations by name.</summary>
public sealed record KeysOptions
{
    /// <summary>What is seen.</summary>
    public IReadOnlyList<string> Encoder { get; init; } = [];

    /// <summary>What of it is predicted.</summary>
    public IReadOnlyList<string> Decoder { get; init; } = [];
}
