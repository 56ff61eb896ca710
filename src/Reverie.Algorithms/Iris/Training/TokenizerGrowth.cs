using System.Runtime.CompilerServices;
using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>
/// Shows a growing tokenizer every frame of experience once. What was shown is remembered for as long as the process lives: the same frame once
/// more changes nothing, so that a resumed run may begin anew.
/// </summary>
public sealed class TokenizerGrowth(IGrowingTokenizer tokenizer, TokenizerTrainingOptions options)
{
    private const int FramesAtATime = 256;

    private readonly ConditionalWeakTable<Episode, object> _shown = [];

    /// <summary>Whether this epoch lets it grow.</summary>
    internal bool IsActive(int epoch) => epoch > options.StartAfterEpochs && !(epoch > options.StopAfterEpochs);

    /// <summary>Shows it the episodes that are new, or have become longer.</summary>
    /// <returns>Its codes then.</returns>
    internal int Grow(EpisodeDataset dataset, Device device)
    {
        foreach (var episode in dataset.Episodes.Where(episode => !_shown.TryGetValue(episode, out _)))
        {
            for (int start = 0; start < episode.Length; start += FramesAtATime)
            {
                using var scope = new TensorScope();
                var segment = episode.Segment(start, Math.Min(episode.Length, start + FramesAtATime), pad: false);
                tokenizer.Grow(TensorBatch.From(segment, device)[IrisPolicy.Image]);
            }
            _shown.Add(episode, episode);
        }
        return tokenizer.CodeCount;
    }
}
