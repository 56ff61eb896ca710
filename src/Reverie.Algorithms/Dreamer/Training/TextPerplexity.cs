using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>How well a world model expects the next word.</summary>
internal static class TextPerplexity
{
    /// <summary>
    /// Mean negative log-probability of each word but the first, given those before it, in nats. Where a word is decoded from a latent that was
    /// drawn from its prior, one draw stands for all, so that this is an upper bound on average.
    /// </summary>
    public static double MeanSurprise(WorldModel world, DreamerBatch batch, Generator draws)
    {
        using var noGrad = new NoGrad();
        var sampler = new CategoricalSampler(draws);
        var seen = batch.Prepared();
        var sequence = world.Rssm.Observe(world.Embed(seen), batch.ActionsBefore(), batch.Starts(), sampler);
        var words = world.WordsOf(seen);
        long count = words.Size(0) - 1;
        var expected = sequence.TokenLogits?.Narrow(0, 1, count) ?? Imagined().Narrow(0, 0, count); // [T - 1, B, V]
        return F.TokenLosses(expected.Flatten(0, -2), words.Narrow(0, 1, count).Flatten()).Mean().Item();

        Tensor Imagined()
        {
            using var dream = world.Rssm.Dream(sequence, 1);
            dream.Step(Tensor.ZerosLike(batch.Actions).Flatten(0, 1), sampler);
            var logits = world.Decoder.Forward(dream.State.Features)[world.Token!.Name];
            return logits.View(words.Size(0), words.Size(1), -1);
        }
    }
}
