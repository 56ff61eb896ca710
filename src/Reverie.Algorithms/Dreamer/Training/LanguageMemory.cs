using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Language.Hub;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>Makes the language model that remembers.</summary>
internal static class LanguageMemory
{
    private const string Key = "algo.world_model.hf_model", Size = "algo.world_model.recurrent_model.recurrent_state_size";

    /// <returns>Null where a gated cell remembers.</returns>
    /// <exception cref="ConfigException">The options do not fit the model that they name.</exception>
    /// <exception cref="HubException">A model cannot be had.</exception>
    public static LanguageCore? Create(DreamerAlgoOptions algo, Generator generator, CancellationToken stop)
    {
        var world = algo.WorldModel;
        if (world.RecurrentModel.Cell == CellKind.Gru)
            return null;
        string? folder = world.HfModel.Name is { } name ? Folder($"{Key}.name", name, world.HfModel.Revision, stop) : null;
        LanguageCore core;
        try
        {
            core = UserText.Use(Key, () => LanguageCore.Create(world.HfModel.ToCore(), folder, generator));
        }
        catch (InvalidDataException e)
        {
            throw new ConfigException($"{Key}: {e.Message}", e);
        }
        if (Obstacle(core, algo) is { } obstacle)
        {
            core.Dispose();
            throw new ConfigException(obstacle);
        }
        return core;
    }

    /// <summary>Where a model lies.</summary>
    internal static string Folder(string key, string name, string revision, CancellationToken stop)
    {
        if (Path.IsPathRooted(name) && !Directory.Exists(name))
            throw new ConfigException($"{key}: there is no folder '{name}'; give the place where the model lies now, as {key}=FOLDER.");
        using var hub = new ModelHub();
        return UserText.Use(key, () => hub.GetModelAsync(name, revision, cancellation: stop).GetAwaiter().GetResult());
    }

    private static string? Obstacle(LanguageCore core, DreamerAlgoOptions algo)
    {
        var recurrent = algo.WorldModel.RecurrentModel;
        bool isSequence = recurrent.Cell == CellKind.Sequence;
        if (recurrent.RecurrentStateSize != core.OutputSize)
            return $"{Size} is {recurrent.RecurrentStateSize}, and the language model of {Key} is {core.OutputSize} wide; set {Size}={core.OutputSize}.";
        if (!isSequence && recurrent.DenseUnits != core.InputSize)
        {
            return $"algo.world_model.recurrent_model.dense_units is {recurrent.DenseUnits}, and each of the vectors that the language model of {Key} reads has "
                + $"{core.InputSize} numbers; set algo.world_model.recurrent_model.dense_units={core.InputSize}.";
        }
        int needed = isSequence ? algo.PerRankSequenceLength + algo.Horizon : algo.WorldModel.HfModel.SeqLen;
        if (core.Model.Config.MaxPositions is { } most && most < needed)
        {
            string remedy = isSequence ? "lower algo.per_rank_sequence_length or algo.horizon" : $"lower {Key}.seq_len";
            return $"The language model of {Key} knows {most} positions, and {needed} are needed; {remedy}.";
        }
        return null;
    }
}
