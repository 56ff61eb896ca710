using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Reverie.Algorithms.Iris.Evaluation;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Refuses batches whose frames no array can hold.</summary>
internal static class BatchMemory
{
    /// <summary>Cells per side. How large a grid is, only its environment knows.</summary>
    private const int SmallestGrid = 3;

    internal static IEnumerable<ValidationResult> Validate(IrisOptions options)
    {
        var (training, evaluation, collection) = (options.Training, options.Evaluation.ActorCritic, options.Collection);
        double burnIn = training.ActorCritic.BurnIn + 1.0, side = options.Env.Train.Symbols ? SmallestGrid : options.Env.Train.Size;
        const string BurnInKey = "training.actor_critic.burn_in", DreamsKey = "evaluation.actor_critic.num_episodes_to_save";
        (string Key, int Count, string? FramesKey, double Frames, double Side)[] batches =
        [
            ("training.tokenizer.batch_num_samples", training.Tokenizer.BatchNumSamples, null, 1, side),
            ("training.world_model.batch_num_samples", training.WorldModel.BatchNumSamples, "common.sequence_length", options.Common.SequenceLength, side),
            ("training.actor_critic.batch_num_samples", training.ActorCritic.BatchNumSamples, BurnInKey, burnIn, side),
            (DreamsKey, evaluation.NumEpisodesToSave, BurnInKey, burnIn, side),
            (DreamsKey, evaluation.NumEpisodesToSave, "evaluation.actor_critic.horizon", evaluation.Horizon, side + IrisMedia.DreamGap),
            ("collection.train.num_envs", collection.Train.NumEnvs, "collection.train.config.burn_in", collection.Train.Config.BurnIn, side),
            ("collection.test.num_envs", collection.Test.NumEnvs, "collection.test.config.burn_in", collection.Test.Config.BurnIn, side),
        ];
        foreach (var (key, count, framesKey, frames, width) in batches)
        {
            double bytes = count * frames * IrisOptions.FrameChannels * width * width;
            if (bytes > Array.MaxLength)
            {
                yield return new ValidationResult(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'{key}' is {count}{(framesKey is null ? "" : $" and '{framesKey}' is {frames - (framesKey == BurnInKey ? 1 : 0)}")}, and the frames of " +
                        $"such a batch take {bytes / 1e9:F1} GB of memory, of which one batch can have {Array.MaxLength / 1e9:F1} GB; lower " +
                        $"{(framesKey is null ? "it" : "one of them")}."),
                    framesKey is null ? [key] : [key, framesKey]);
            }
        }
    }
}
