using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Reverie.Algorithms.Iris.Evaluation;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Refuses batches whose frames no array can hold.</summary>
internal static class BatchMemory
{
    internal static IEnumerable<ValidationResult> Validate(IrisOptions options)
    {
        var (training, evaluation) = (options.Training, options.Evaluation.ActorCritic);
        double burnIn = training.ActorCritic.BurnIn + 1.0, side = options.Env.Train.Size;
        (string Key, int Count, double Frames, double Side)[] batches =
        [
            ("training.tokenizer.batch_num_samples", training.Tokenizer.BatchNumSamples, 1, side),
            ("training.world_model.batch_num_samples", training.WorldModel.BatchNumSamples, options.Common.SequenceLength, side),
            ("training.actor_critic.batch_num_samples", training.ActorCritic.BatchNumSamples, burnIn, side),
            ("evaluation.actor_critic.num_episodes_to_save", evaluation.NumEpisodesToSave, Math.Max(burnIn, evaluation.Horizon), side + IrisMedia.DreamGap),
        ];
        foreach (var (key, count, frames, width) in batches)
        {
            double bytes = count * frames * IrisOptions.FrameChannels * width * width;
            if (bytes > Array.MaxLength)
            {
                yield return new ValidationResult(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'{key}' is {count}, and the frames of such a batch take {bytes / 1e9:F1} GB of memory, of which one batch can have " +
                        $"{Array.MaxLength / 1e9:F1} GB; lower it."),
                    [key]);
            }
        }
    }
}
