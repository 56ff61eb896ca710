using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.Training.Media;
using Reverie.Training.Randomness;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Evaluation;

/// <summary>Pictures for people: what the tokenizer makes of frames, and what the world model dreams.</summary>
internal static class IrisMedia
{
    /// <summary>Black pixels between the frames of a dream.</summary>
    internal const int DreamGap = 2;

    private const int OpenLoopRows = 6;
    private const int Segments = 3;
    private const int SegmentLength = 20;

    /// <summary>
    /// One picture per time step, <c>epoch_EEE_t_TTT.png</c>: original on the left, reconstruction on the right, one row per segment; where an
    /// episode has ended its row is empty.
    /// </summary>
    internal static void SaveReconstructions(string folder, int epoch, EpisodeDataset episodes, IrisComponents components)
    {
        var batch = new SegmentBatch(Segments, SegmentLength, episodes.Episodes[0].Layout);
        // A stream of its own: looking at pictures must not change the run.
        episodes.Sample(new SeededRandom((ulong)epoch, "reconstructions"), SampleFrom.Start, batch);
        using var scope = new TensorScope();
        var frames = TensorBatch.From(batch, components.Device)[IrisPolicy.Image];
        var pictures = components.Frames.PicturesOf(frames);
        byte[] originals = pictures.ToBytes(), reconstructed = ToBytes(components.Frames.DecodeTokens(components.Frames.EncodeTokens(frames)));
        var (size, height, width) = SizeOf(pictures);
        for (int t = 0; t < SegmentLength; t++)
        {
            int[] rows = [.. Enumerable.Range(0, Segments).Where(row => batch.MaskPadding[(row * SegmentLength) + t])];
            if (rows.Length == 0)
                break;
            var sheet = new FrameSheet(2, Segments, height, width, scale: 2, gap: 4);
            foreach (int row in rows)
            {
                int at = ((row * SegmentLength) + t) * size;
                sheet.Place(0, row, originals.AsSpan(at, size));
                sheet.Place(1, row, reconstructed.AsSpan(at, size));
            }
            sheet.Save(Path.Combine(folder, $"epoch_{epoch:D3}_t_{t:D3}.png"));
        }
    }

    /// <summary>Imagined episodes: one picture, a row per dream, time from left to right.</summary>
    internal static void SaveImagination(string folder, int epoch, IrisOptions options, EpisodeDataset episodes, IrisComponents components)
    {
        int dreams = options.Evaluation.ActorCritic.NumEpisodesToSave, horizon = options.Evaluation.ActorCritic.Horizon;
        var batch = new SegmentBatch(dreams, options.Training.ActorCritic.BurnIn + 1, episodes.Episodes[0].Layout);
        episodes.Sample(new SeededRandom((ulong)epoch, "imagination"), SampleFrom.Stop, batch);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var draws = new Generator((ulong)epoch, components.Device);
        using var imagination = new Imagination(components.Agent.ActorCritic, components.Frames, components.Agent.WorldModel, new CategoricalSampler(draws));
        var segments = TensorBatch.From(batch, components.Device);
        var rollout = imagination.Run(segments[IrisPolicy.Image], segments.MaskPadding, horizon, keepFrames: true);
        var dreamt = rollout.Frames!;
        byte[] frames = dreamt.ToBytes();
        var (size, height, width) = SizeOf(dreamt);
        var sheet = new FrameSheet(horizon, dreams, height, width, gap: DreamGap);
        for (int row = 0; row < dreams; row++)
        {
            for (int t = 0; t < horizon; t++)
                sheet.Place(t, row, frames.AsSpan(((row * horizon) + t) * size, size));
        }
        string target = Directory.CreateDirectory(Path.Combine(folder, "imagination")).FullName;
        sheet.Save(Path.Combine(target, $"epoch_{epoch:D3}.png"));
        var kept = new EpisodeFolder(target, dreams);
        foreach (var (row, episode) in DreamtEpisodes.Of(rollout, (int)components.Agent.ActorCritic.Actions).Index())
            kept.Save(episode, (epoch * dreams) + row, epoch);
    }

    /// <summary>
    /// Open-loop prediction: two rows for each of a few segments, what came and what was dreamt under the same actions, time from left to right.
    /// Behind the end of an episode nothing came.
    /// </summary>
    internal static void SaveOpenLoop(string folder, int epoch, OpenLoop dream, SegmentBatch segments, IFrameTokenizer tokenizer)
    {
        int rows = Math.Min(OpenLoopRows, segments.Count);
        using var noGrad = new NoGrad();
        var pairs = Tensor.Stack([dream.Real.Narrow(0, 0, rows), dream.Dreamt.Narrow(0, 0, rows)], 1); // [R, 2, H + 1, K]
        var pictures = tokenizer.DecodeTokens(pairs);
        byte[] frames = ToBytes(pictures);
        var (size, height, width) = SizeOf(pictures);
        var sheet = new FrameSheet(segments.SequenceLength, 2 * rows, height, width, gap: DreamGap);
        for (int row = 0; row < 2 * rows; row++)
        {
            for (int t = 0; t < segments.SequenceLength; t++)
            {
                if (row % 2 == 1 || segments.MaskPadding[(row / 2 * segments.SequenceLength) + t])
                    sheet.Place(t, row, frames.AsSpan(((row * segments.SequenceLength) + t) * size, size));
            }
        }
        string target = Directory.CreateDirectory(Path.Combine(folder, "imagination")).FullName;
        sheet.Save(Path.Combine(target, $"epoch_{epoch:D3}_open_loop.png"));
    }

    /// <summary>Bytes, rows and columns of one of the pictures [..., 3, H, W].</summary>
    private static (int Bytes, int Height, int Width) SizeOf(Tensor pictures)
    {
        int height = (int)pictures.Size(-2), width = (int)pictures.Size(-1);
        return (IrisOptions.FrameChannels * height * width, height, width);
    }

    /// <summary>[0, 1] to bytes, cut off as the original does.</summary>
    internal static byte[] ToBytes(Tensor frames) => (frames * 255).To(ScalarType.UInt8).ToBytes();
}
