using Reverie.Torch;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Independent choices; an action is their one-hot vectors side by side.</summary>
/// <param name="logits">Of each choice, [..., alternatives].</param>
public sealed class ChoiceDistribution(IReadOnlyList<Tensor> logits) : ActionDistribution
{
    /// <summary>Of each choice, [..., alternatives].</summary>
    public IReadOnlyList<Tensor> Logits => logits;

    public override Tensor Sample(ITokenSampler sampler, INoise noise) => Tensor.Cat([.. logits.Select(choice => OneHot.Draw(choice, sampler))], -1);

    public override Tensor Mode() => Tensor.Cat([.. logits.Select(OneHot.Mode)], -1);

    public override Tensor LogProb(Tensor action)
    {
        var parts = action.SplitSizes([.. logits.Select(choice => choice.Size(-1))]);
        return logits.Select((choice, index) => OneHot.LogProb(choice, parts[index])).Aggregate((sum, part) => sum + part);
    }

    public override Tensor Entropy() => logits.Select(OneHot.Entropy).Aggregate((sum, part) => sum + part);
}
