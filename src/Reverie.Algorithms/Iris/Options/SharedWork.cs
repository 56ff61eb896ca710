using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>What several processes can train together: batches that can be cut into equal parts, and networks that learn by gradients alone.</summary>
internal static class SharedWork
{
    internal static string? WhyAlone(IrisOptions options, int processes)
    {
        if (options.WorldModel.Type == WorldModelKind.Dummy)
            return "world_model=dummy lives in the environments of one process; leave --nproc out, or choose another world model.";
        if (options.Tokenizer.Type == TokenizerKind.Vq && options.Tokenizer.Codebook == CodebookKind.Ema)
            return "tokenizer.codebook=ema learns from the averages of one process, not by gradients; leave --nproc out, or take tokenizer.codebook=learned.";
        var training = options.Training;
        // Only a VQ-VAE learns from batches.
        int frames = options.Tokenizer.Type == TokenizerKind.Vq && options.Tokenizer.ShouldTrain ? training.Tokenizer.BatchNumSamples : 0;
        (string Part, int Rows)[] batches =
            [("tokenizer", frames), ("world_model", training.WorldModel.BatchNumSamples), ("actor_critic", training.ActorCritic.BatchNumSamples)];
        var odd = batches.FirstOrDefault(batch => batch.Rows % processes != 0);
        return odd.Part is null ? null
            : $"training.{odd.Part}.batch_num_samples is {odd.Rows}, which {processes} processes cannot share evenly; give a multiple of {processes}.";
    }
}
