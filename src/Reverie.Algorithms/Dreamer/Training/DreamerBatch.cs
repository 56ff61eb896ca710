using Reverie.Torch;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>Sequences from the replay, time first. Row t holds what was seen, how it was arrived at, and what was then done.</summary>
/// <param name="Observations">Pictures as bytes [T, B, C, H, W], vectors [T, B, n], by name.</param>
/// <param name="Actions">Chosen on the observation of the same row: one-hot choices or real numbers, [T, B, A].</param>
/// <param name="Rewards">What arriving here paid, [T, B, 1].</param>
/// <param name="Terminated">1 where the task ended here, [T, B, 1].</param>
/// <param name="IsFirst">Truth values [T, B]: an episode starts here.</param>
/// <param name="Before">Where the sequences go on from; null: from nothing.</param>
public sealed record DreamerBatch(
    IReadOnlyDictionary<string, Tensor> Observations, Tensor Actions, Tensor Rewards, Tensor Terminated, Tensor IsFirst, LatentContext? Before = null)
{
    private const double White = 255;

    /// <summary>Pictures in [-0.5, 0.5], words as numbers of words, everything else as it is.</summary>
    internal Dictionary<string, Tensor> Prepared() =>
        Observations.ToDictionary(pair => pair.Key, pair => Prepare(pair.Value), StringComparer.Ordinal);

    /// <summary>Row t holds the action that led to observation t; the first is 0 where nothing is known before it.</summary>
    internal Tensor ActionsBefore() =>
        Tensor.Cat([Before?.Action.Unsqueeze(0) ?? Tensor.ZerosLike(Actions.Narrow(0, 0, 1)), Actions.Narrow(0, 0, Actions.Size(0) - 1)]);

    /// <summary>A sequence begins anew, unless it is known what came before it.</summary>
    internal Tensor Starts()
    {
        var row = IsFirst.Narrow(0, 0, 1);
        var first = Before is { } before ? row.LogicalOr(before.IsKnown.Unsqueeze(0).LogicalNot()) : Tensor.OnesLike(row);
        return Tensor.Cat([first, IsFirst.Narrow(0, 1, IsFirst.Size(0) - 1)]);
    }

    /// <summary>1 at the last step of an episode, as far as the next step is there, [T, B, 1].</summary>
    internal Tensor Ends()
    {
        var next = IsFirst.Float().Unsqueeze(-1);
        return Tensor.Cat([next.Narrow(0, 1, next.Size(0) - 1), Tensor.ZerosLike(next.Narrow(0, 0, 1))]);
    }

    internal static Tensor Prepare(Tensor observation) => observation.DType switch
    {
        ScalarType.UInt8 => (observation.Float() / White) - 0.5,
        ScalarType.Int64 => observation,
        _ => observation.Float(),
    };
}
