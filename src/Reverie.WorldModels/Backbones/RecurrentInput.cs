using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Backbones;

/// <summary>What backbones that go step by step ask of an input.</summary>
internal static class RecurrentInput
{
    /// <exception cref="ArgumentException">A shape is wrong, or the state is for another batch.</exception>
    public static void Require(SequenceInput input, long inputSize, RecurrentState? memory)
    {
        var x = input.Embeddings;
        if (x.Dim != 3 || x.Size(2) != inputSize)
            throw new ArgumentException($"The embeddings are {x} but must be [batch, steps, {inputSize}].", nameof(input));
        memory?.RequireBatch(x.Size(0));
        long total = (memory?.Length ?? 0) + x.Size(1);
        if (input.AttentionMask is { } mask && (mask.Dim != 2 || mask.Size(0) != x.Size(0) || mask.Size(1) != total))
            throw new ArgumentException($"The attention mask is {mask} but must be [{x.Size(0)}, {total}]: past steps and new ones.", nameof(input));
    }

    /// <summary>Which new steps are padding, truth values [B, T, 1]; null: none.</summary>
    public static Tensor? Padding(SequenceInput input, RecurrentState? memory) =>
        input.AttentionMask?.Narrow(1, memory?.Length ?? 0, input.Embeddings.Size(1)).Eq(0).Unsqueeze(-1);
}
