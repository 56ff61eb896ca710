using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Runs;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>All options of a run of DreamerV3, under SheepRL's keys.</summary>
public sealed record DreamerOptions : IRunOptions, IValidatableObject
{
    /// <summary>Seed of every random generator of the run.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 42;

    /// <summary>Ends after the first gradient step, to see that everything fits together.</summary>
    public bool DryRun { get; init; }

    /// <summary>The run's name in <c>run.json</c>.</summary>
    public string? RunName { get; init; }

    /// <summary>Which runs belong together.</summary>
    public string? ExpName { get; init; }

    public DreamerAlgoOptions Algo { get; init; } = new();

    public BufferOptions Buffer { get; init; } = new();

    public DreamerCheckpointOptions Checkpoint { get; init; } = new();

    public DreamerEnvOptions Env { get; init; } = new();

    public FabricOptions Fabric { get; init; } = new();

    public MetricOptions Metric { get; init; } = new();

    /// <summary>Where metrics go besides the run folder, and how the run is labelled.</summary>
    public WandbOptions Wandb { get; init; } = new() { Project = DreamerAlgorithm.RegisteredName };

    public DreamerEvaluationOptions Evaluation { get; init; } = new();

    public DistributionOptions Distribution { get; init; } = new();

    public TextOptions Text { get; init; } = new();

    public DreamerInitializationOptions Initialization { get; init; } = new();

    public RunSettings Settings => new()
    {
        Device = Fabric.Device,
        Seed = (ulong)Seed,
        KeepCheckpoints = Checkpoint.KeepLast,
        SavesCheckpoints = Checkpoint.SaveLast || Checkpoint.Every > 0,
        CheckpointUnit = "step",
        Labels = Wandb.Labels with { Name = Wandb.Name ?? RunName, Group = Wandb.Group ?? ExpName },
        Test = Env.Id is null ? null : new(Env.Id, (worlds, count, stop) => DreamerWorlds.Make(worlds, this, count, stop)),
        TestKey = "env.id",
        Acting = new ActingOptions(Sample: true),
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string message in Complaints())
            yield return new ValidationResult(message);
    }

    private static IEnumerable<string> ModernComplaints(DreamerAlgoOptions algo)
    {
        var memory = algo.WorldModel.RecurrentModel;
        if (memory.Blocks > 0 && memory.RecurrentStateSize % memory.Blocks != 0)
        {
            yield return $"'algo.world_model.recurrent_model.blocks' is {memory.Blocks}, which does not divide its recurrent_state_size of "
                + $"{memory.RecurrentStateSize}; take one that does.";
        }
        if (algo.WorldModel.RepresentationModel.Layers != 1)
            yield return "'algo.world_model.representation_model.layers' must be 1: the posterior has one hidden layer.";
    }

    private IEnumerable<string> Complaints()
    {
        if (Algo.CnnKeys.Encoder.Count + Algo.MlpKeys.Encoder.Count == 0)
            yield return "Nothing is seen: name observations in algo.cnn_keys.encoder or algo.mlp_keys.encoder.";
        if (Algo.CnnKeys.Decoder.Count + Algo.MlpKeys.Decoder.Count == 0)
            yield return "Nothing is predicted, so nothing teaches the encoder: name observations in algo.cnn_keys.decoder or algo.mlp_keys.decoder.";
        foreach (var (name, keys) in new[] { ("cnn_keys", Algo.CnnKeys), ("mlp_keys", Algo.MlpKeys) })
        {
            if (keys.Decoder.Except(keys.Encoder).FirstOrDefault() is { } unseen)
                yield return $"'algo.{name}.decoder' names {unseen}, which 'algo.{name}.encoder' does not: only what is seen can be predicted.";
        }
        if (Algo.PerRankSequenceLength > Buffer.Size / Env.NumEnvs)
        {
            yield return $"'buffer.size' is shared by env.num_envs={Env.NumEnvs} environments, {Buffer.Size / Env.NumEnvs} steps each, which is less than "
                + $"algo.per_rank_sequence_length={Algo.PerRankSequenceLength}.";
        }
        foreach (string message in MemoryComplaints().Concat(ModernComplaints(Algo)))
            yield return message;
        string[] activations = [Algo.DenseAct, Algo.CnnAct, .. Algo.WorldModel.Activations, Algo.Actor.DenseAct, Algo.Critic.DenseAct];
        if (activations.FirstOrDefault(name => !Activations.Has(name)) is { } unknown)
            yield return $"There is no activation '{unknown}'; there are {string.Join(", ", Activations.Names)}, with or without torch.nn before them.";
        if (!int.IsPow2(Env.ScreenSize) || Env.ScreenSize < 8)
            yield return $"'env.screen_size' must be a power of 2 and at least 8, as {Env.ScreenSize} is not.";
    }

    private IEnumerable<string> MemoryComplaints()
    {
        var world = Algo.WorldModel;
        var (cell, language) = (world.RecurrentModel.Cell, world.HfModel);
        if (cell == CellKind.Gru && (language.IsGiven || language.Peft))
        {
            yield return "'algo.world_model.hf_model' is given, and algo.world_model.recurrent_model.cell is gru, which uses none; set cell to sequence or "
                + "pseudo_tokens, or leave it out.";
        }
        if (cell != CellKind.Gru && !language.IsGiven)
        {
            yield return "'algo.world_model.recurrent_model.cell' is a language model, and algo.world_model.hf_model names none; give hf_model.name=NAME_OR_FOLDER, "
                + "or an architecture as hf_model.config.";
        }
        if (cell != CellKind.Gru && world.RecurrentModel.Blocks > 0)
            yield return "'algo.world_model.recurrent_model.blocks' are of the recurrent unit, and cell is a language model, which has none; set blocks=0.";
        if (Buffer.Context > 0 && (cell == CellKind.Sequence || world.RssmType != RssmKind.Rssm))
        {
            yield return "'buffer.context' lets sequences go on from stored states, for recurrent_model.cell=gru and pseudo_tokens with rssm_type=rssm; set "
                + "buffer.context=0.";
        }
        if (cell == CellKind.Sequence && world.RssmType == RssmKind.Early)
        {
            yield return "'algo.world_model.rssm_type' is early, for recurrent_model.cell=gru and pseudo_tokens; with sequence take rssm or token.";
        }
        if (world.RssmType == RssmKind.Early && world.DecoupledRssm == true)
            yield return "'algo.world_model.decoupled_rssm' is true, and with rssm_type=early the posterior never sees the memory; leave it at false or null.";
        if (cell == CellKind.Sequence && world.DecoupledRssm == false)
        {
            yield return "'algo.world_model.decoupled_rssm' is false, and with recurrent_model.cell=sequence a whole sequence is read at once, so that the posterior "
                + "sees the observation only; leave it at null.";
        }
    }
}
