using Reverie.Algorithms.Dreamer.Losses;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Environments.Arrays;
using Reverie.Language.Hub;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Optimizers;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Latents;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>Networks, optimizers and weights of losses from a run's options.</summary>
internal static class DreamerFactory
{
    /// <summary>All networks, with their initial weights.</summary>
    /// <exception cref="ConfigException">The options do not fit what the environment shows or takes.</exception>
    /// <exception cref="HubException">A language model cannot be had.</exception>
    public static DreamerModel CreateModel(
        DreamerOptions options, StepLayout layout, Generator generator, IReadOnlyList<string>? words = null, CancellationToken stop = default)
    {
        var algo = options.Algo;
        var action = layout.Action;
        RequireDistribution(options.Distribution.Type, action);
        var world = algo.WorldModel;
        var keys = Keys(algo, layout);
        // A word that is a latent of its own has its own head.
        if (world.RssmType == RssmKind.Token)
            keys = keys with { DecodedVectors = [.. keys.DecodedVectors.Where(spec => spec != keys.Token)] };
        int vocabulary = world.RssmType == RssmKind.Token ? Vocabulary(keys) : 0;
        var core = LanguageMemory.Create(algo, generator, stop);
        int tokens = world.RecurrentModel.Cell == CellKind.PseudoTokens ? world.HfModel.SeqLen : 0;
        var model = new DreamerModel(keys, action, new DreamerSizes
        {
            WorldModel = new()
            {
                Cell = world.RecurrentModel.Cell,
                Kind = world.RssmType,
                Encoder = Sizes(world.Encoder) with { Tokens = TokenTable.Of(world.Token, keys, words, stop) },
                Decoder = Sizes(world.ObservationModel),
                Rssm = new RssmOptions
                {
                    Stochastic = world.StochasticSize,
                    Discrete = world.DiscreteSize,
                    Recurrent = world.RecurrentModel.RecurrentStateSize * Math.Max(1, tokens),
                    PseudoTokens = tokens,
                    Tokens = vocabulary,
                    Context = algo.PerRankSequenceLength,
                    Dense = world.RecurrentModel.DenseUnits,
                    PriorHidden = world.TransitionModel.HiddenSize,
                    PriorLayers = world.TransitionModel.Layers,
                    Blocks = world.RecurrentModel.Blocks,
                    PosteriorHidden = world.RepresentationModel.HiddenSize,
                    Actions = DreamerModel.SizeOf(action),
                    Embedding = 0, // follows from the encoder
                    Unimix = algo.Unimix,
                    LearnsInitialState = world.LearnableInitialRecurrentState,
                    IsDecoupled = world.DecoupledRssm ?? world.RecurrentModel.Cell == CellKind.Sequence,
                    Style = world.RecurrentModel.LayerNorm.With(algo.DenseAct),
                    PriorStyle = world.TransitionModel.LayerNorm.With(world.TransitionModel.DenseAct),
                    PosteriorStyle = world.RepresentationModel.LayerNorm.With(world.RepresentationModel.DenseAct),
                },
                Reward = Sizes(world.RewardModel),
                Continue = Sizes(world.DiscountModel),
                RewardBins = world.RewardModel.Bins,
                TwoHot = algo.TwoHot,
            },
            Actor = new()
            {
                Head = new(algo.Actor.DenseUnits, algo.Actor.MlpLayers, algo.Actor.LayerNorm.With(algo.Actor.DenseAct)),
                Unimix = algo.Actor.Unimix,
                Distribution = options.Distribution.Type,
                InitStd = algo.Actor.InitStd,
                MinStd = algo.Actor.MinStd,
                MaxStd = algo.Actor.MaxStd,
                ActionClip = algo.Actor.ActionClip,
            },
            Critic = new(algo.Critic.DenseUnits, algo.Critic.MlpLayers, algo.Critic.LayerNorm.With(algo.Critic.DenseAct)),
            CriticBins = algo.Critic.Bins,
        }, generator: null, core);
        HafnerInit.Apply(model, algo.HafnerInitialization, generator);
        return model;
    }

    /// <summary>What moves the networks.</summary>
    public static DreamerOptimizers CreateOptimizers(DreamerModel model, DreamerAlgoOptions algo)
    {
        return algo.JointOptimizer
            ? DreamerOptimizers.Together(Create("agent", algo.WorldModel.Optimizer, model.WorldModel, model.Actor, model.Critic))
            : new(
                Create("world_model", algo.WorldModel.Optimizer, model.WorldModel), Create("actor", algo.Actor.Optimizer, model.Actor),
                Create("critic", algo.Critic.Optimizer, model.Critic));
    }

    /// <summary>What a gradient step depends on.</summary>
    public static LearnerOptions LearnerOptions(DreamerAlgoOptions algo) => new()
    {
        Horizon = algo.Horizon,
        Gamma = algo.Gamma,
        Lambda = algo.Lmbda,
        EntropyScale = algo.Actor.EntCoef,
        DiscountsContinue = algo.ContinueDiscount,
        ReplayValueScale = algo.ReplayValueScale,
        WorldModel = new WorldModelLossOptions(
            algo.WorldModel.KlDynamic, algo.WorldModel.KlRepresentation, algo.WorldModel.KlFreeNats, algo.WorldModel.KlRegularizer,
            algo.WorldModel.ContinueScaleFactor, algo.WorldModel.Token.Scale),
        ClipWorldModel = Norm(algo.WorldModel.ClipGradients),
        ClipActor = Norm(algo.Actor.ClipGradients),
        ClipCritic = Norm(algo.Critic.ClipGradients),
    };

    private static int Vocabulary(ObservationKeys keys) => keys.Token is { } token
        ? (int)ObservationKeys.WidthOf(token)
        : throw new ConfigException("algo.world_model.rssm_type=token needs words: name 'token' in algo.mlp_keys.encoder, or take rssm or early.");

    private static double? Norm(double? clip) => clip > 0 ? clip : null;

    private static Optimizer Create(string name, OptimizerOptions options, params Module[] modules)
    {
        ParameterGroup[] group =
            [new(name, [.. modules.SelectMany(module => module.Parameters()).Where(parameter => parameter.RequiresGrad)], options.Lr, options.WeightDecay)];
        return options.Target switch
        {
            OptimizerOptions.LaProp => new LaProp(group, options.Betas[0], options.Betas[1], options.Eps, options.Agc, options.Pmin, options.Warmup),
            OptimizerOptions.Sgd => new Sgd(group, options.Momentum),
            _ => new Adam(group, options.Betas[0], options.Betas[1], options.Eps, decoupled: options.Target == OptimizerOptions.AdamW),
        };
    }

    private static CoderOptions Sizes(CoderOptionsTree tree) => new(
        tree.CnnChannelsMultiplier, tree.DenseUnits, tree.MlpLayers, tree.MlpLayerNorm.With(tree.DenseAct),
        tree.CnnLayerNorm.With(tree.CnnAct));

    private static HeadSizes Sizes(HeadOptions tree) => new(tree.DenseUnits, tree.MlpLayers, tree.LayerNorm.With(tree.DenseAct));

    private static ObservationKeys Keys(DreamerAlgoOptions algo, StepLayout layout)
    {
        return new(
            Find("cnn_keys.encoder", algo.CnnKeys.Encoder, isImage: true), Find("cnn_keys.decoder", algo.CnnKeys.Decoder, isImage: true),
            Find("mlp_keys.encoder", algo.MlpKeys.Encoder, isImage: false), Find("mlp_keys.decoder", algo.MlpKeys.Decoder, isImage: false));

        ArraySpec[] Find(string key, IReadOnlyList<string> names, bool isImage)
        {
            return [.. names.Select(name => layout.Observations.FirstOrDefault(spec => spec.Name == name && spec.IsImage == isImage)
                ?? throw new ConfigException(
                    $"algo.{key} names '{name}', which is no {(isImage ? "picture" : "vector")} of this environment; it shows {string.Join(", ", layout.Observations)}."))];
        }
    }

    private static void RequireDistribution(ActionDistributionKind kind, ActionSpec action)
    {
        bool fits = kind == ActionDistributionKind.Auto || (kind == ActionDistributionKind.Discrete) == !action.IsContinuous;
        if (!fits)
            throw new ConfigException($"distribution.type={ConfigName(kind)} does not fit {action}: leave distribution.type=auto.");
    }

    private static string ConfigName(ActionDistributionKind kind) =>
        string.Concat(kind.ToString().Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
