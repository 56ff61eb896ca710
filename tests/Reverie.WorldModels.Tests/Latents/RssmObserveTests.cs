using Reverie.Torch;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Tests.Latents;

/// <summary>A sequence in one operator against the same step by step: values, and the gradients of everything.</summary>
public sealed class RssmObserveTests
{
    private const int Steps = 6, Batch = 3;

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.0)]
    public void Observe_InOneOperator_EqualsStepByStep(double unimix)
    {
        using var scope = new TensorScope();
        var (states, gradients) = Run(unimix, new ArgMaxSampler());
        var (expectedStates, expected) = Run(unimix, new StepwiseSampler());
        Near.Assert("features", expectedStates, states);
        Assert.Equal(expected.Keys, gradients.Keys);
        foreach (var (name, gradient) in expected)
            Near.AssertGradient(name, gradient, gradients[name]);
    }

    private static (Tensor Features, Dictionary<string, Tensor> Gradients) Run(double unimix, ITokenSampler sampler)
    {
        using var generator = new Generator(7);
        using var rssm = new Rssm(
            new RssmOptions
            {
                Stochastic = 4,
                Discrete = 5,
                Recurrent = 18,
                Dense = 11,
                PriorHidden = 9,
                PosteriorHidden = 10,
                Actions = 3,
                Embedding = 7,
                Unimix = unimix,
            }, generator);
        foreach (var parameter in rssm.Parameters())
        {
            using var noGrad = new NoGrad();
            parameter.CopyFrom(Tensor.Randn(parameter.Shape, generator) * 0.5);
        }
        Tensor embedded = Tensor.Randn([Steps, Batch, 7], generator), actions = Tensor.Randn([Steps, Batch, 3], generator);
        embedded.RequiresGrad = actions.RequiresGrad = true;
        bool[] firsts = new bool[Steps * Batch];
        foreach (int at in (int[])[0, 1, 2, 7, 12, 13, 14]) // all of the first step, one of the third, all of the fifth
            firsts[at] = true;
        var sequence = rssm.Observe(embedded, actions, Tensor.From(firsts, Steps, Batch), sampler);
        Tensor[] weights = [.. new[] { sequence.Features, sequence.PosteriorLogits, sequence.PriorLogits }.Select(x => Tensor.Randn(x.Shape, generator))];
        ((sequence.Features * weights[0]).Sum() + (sequence.PosteriorLogits * weights[1]).Sum() + (sequence.PriorLogits * weights[2]).Sum()).Backward();
        var gradients = rssm.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor.Grad!.Clone());
        (gradients["embedded"], gradients["actions"]) = (embedded.Grad!, actions.Grad!);
        return (sequence.Features.Detach(), gradients);
    }

    /// <summary>Takes the likeliest, and does not say by which numbers: so nothing is drawn inside of an operator.</summary>
    private sealed class StepwiseSampler : ITokenSampler
    {
        public Tensor Sample(Tensor logits) => logits.Detach().ArgMax(-1);
    }
}
