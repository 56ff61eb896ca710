using Reverie.Torch;
using Reverie.WorldModels.Distributions;

namespace Reverie.Algorithms.Dreamer.Losses;

/// <summary>The parts of the world model's loss, means over steps and sequences.</summary>
/// <param name="Total">Their sum.</param>
/// <param name="Kl">KL(posterior || prior), before anything is done to it.</param>
/// <param name="State">Both divergences, clipped and weighted, before the common weight.</param>
/// <param name="Reward">Of the reward.</param>
/// <param name="Observation">Of all observations.</param>
/// <param name="Continue">Of the episode's going on.</param>
public sealed record WorldModelLosses(Tensor Total, Tensor Kl, Tensor State, Tensor Reward, Tensor Observation, Tensor Continue)
{
    /// <summary>Squared distances in symlog space below this are rounding, and count as none.</summary>
    private const double SmallestDistance = 1e-8;

    private const int PictureAxes = 3;

    /// <param name="predicted">What the heads say.</param>
    /// <param name="seen">What was seen, by name: pictures in [-0.5, 0.5], vectors as they are.</param>
    /// <param name="rewards">[T, B, 1]</param>
    /// <param name="continues">1 where the episode goes on, [T, B, 1].</param>
    /// <param name="options">Weights.</param>
    public static WorldModelLosses Compute(
        WorldModelPrediction predicted, IReadOnlyDictionary<string, Tensor> seen, Tensor rewards, Tensor continues, WorldModelLossOptions options)
    {
        var words = predicted.Observations.Where(pair => seen[pair.Key].DType == ScalarType.Int64)
            .Select(pair => Surprise(pair.Value, seen[pair.Key]) * options.TokenScale).ToList();
        if (predicted.Token is { } token)
            words.Add(Surprise(token.Logits, token.Seen) * options.TokenScale);
        var said = words.Count == 0 ? null : words.Aggregate((sum, part) => sum + part); // [T, B]
        var observation = predicted.Observations.Where(pair => seen[pair.Key].DType != ScalarType.Int64).Select(pair => Distance(pair.Value, seen[pair.Key])).Aggregate(said, (sum, part) => sum is null ? part : sum + part)!; // [T, B]
        var reward = -predicted.RewardBins.LogProb(predicted.RewardLogits, rewards);
        var (posterior, prior) = (predicted.PosteriorLogits, predicted.PriorLogits);
        var dynamic = OneHot.Divergence(posterior.Detach(), prior).Sum([-1]);
        var representation = OneHot.Divergence(posterior, prior.Detach()).Sum([-1]);
        var state = (dynamic.Clamp(min: options.KlFreeNats) * options.KlDynamic)
            + (representation.Clamp(min: options.KlFreeNats) * options.KlRepresentation);
        var goesOn = predicted.ContinueLogits is { } logits
            ? F.BinaryCrossEntropyWithLogits(logits, continues, Reduction.None).Squeeze(-1) * options.ContinueScale
            : Tensor.ZerosLike(reward);
        return new(((state * options.KlRegularizer) + observation + reward + goesOn).Mean(), dynamic.Mean(), state.Mean(), reward.Mean(), observation.Mean(), goesOn.Mean())
        {
            Token = said?.Mean(),
        };
    }

    /// <summary>What is said, part of <see cref="Observation"/>; null where nothing is.</summary>
    public Tensor? Token { get; private init; }

    /// <summary>Minus the log-likelihood of words.</summary>
    private static Tensor Surprise(Tensor logits, Tensor words) => F.TokenLosses(logits.Flatten(0, -2), words.Flatten()).View(words.Shape);

    /// <summary>Minus the log-likelihood of an observation, up to a constant: a sum of squares.</summary>
    private static Tensor Distance(Tensor predicted, Tensor seen)
    {
        if (predicted.Dim >= PictureAxes + 2)
            return (predicted - seen).Square().Sum([-3, -2, -1]);
        var distance = (predicted - Symlog.Of(seen)).Square();
        return Tensor.Where(distance.Lt(SmallestDistance), Tensor.ZerosLike(distance), distance).Sum([-1]);
    }
}
