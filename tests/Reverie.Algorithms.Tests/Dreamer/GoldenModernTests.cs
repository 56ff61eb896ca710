using Reverie.Algorithms.Dreamer.Losses;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Returns;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Losses of DreamerV3 of 2024/25 against recorded numbers, which are per step and batch first; ours are means.</summary>
public sealed class GoldenModernTests
{
    private const double Gamma = 1 - (1.0 / 333), Lambda = 0.95, EntropyScale = 3e-4;

    [Fact]
    public void Behaviour_WithPredictedDiscounts_HasTheRecordedLosses()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modern/modern.safetensors");
        using var bins = new SymexpTwoHot(255);
        Tensor continues = Column(golden["imag.con"]), values = bins.Mean(First(golden["imag.value_logits"])), slow = bins.Mean(First(golden["imag.slow_logits"]));
        long horizon = continues.Size(0) - 1;
        var returns = ContinuingReturns.Compute(Ahead(Column(golden["imag.rew"])), Ahead(values), Ahead(continues), Lambda);
        AssertRelative("returns", Column(golden["imag.ret"]), returns);
        var (_, scale) = new PercentileRange().Update(returns);
        var policy = new ChoiceDistribution([First(golden["imag.policy_logits"])]);
        var actions = First(golden["imag.action"]).OneHot(4).Float();
        var discount = continues.CumProd(0);
        var advantage = (returns - values.Narrow(0, 0, horizon)) / scale;
        AssertMean("policy", golden["imag.loss_policy"], BehaviourLosses.Actor(policy, actions, advantage, discount, isContinuous: false, EntropyScale));
        AssertMean("value", golden["imag.loss_value"], BehaviourLosses.Critic(
            First(golden["imag.value_logits"]).Narrow(0, 0, horizon), bins, returns, slow.Narrow(0, 0, horizon), discount));
    }

    [Fact]
    public void ReplayedCritic_OfSteps_HasTheRecordedLoss()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modern/modern.safetensors");
        using var bins = new SymexpTwoHot(255);
        AssertMean("replayed value", golden["repl.loss_repval"], BehaviourLosses.ReplayedCritic(
            First(golden["imag.value_logits"]), bins, Column(golden["imag.rew"]), Column(golden["repl.boot"]), Column(golden["repl.term"]),
            Column(golden["repl.last"]), bins.Mean(First(golden["imag.slow_logits"])), Gamma, Lambda));
    }

    [Fact]
    public void Continue_WithTheDiscountInIt_HasTheRecordedLoss()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modern/modern.safetensors");
        var target = (1 - golden["contdisc.is_terminal"]) * Gamma;
        Near.Assert("target", golden["contdisc.target"], target);
        Near.Assert("loss", golden["contdisc.loss"], F.BinaryCrossEntropyWithLogits(golden["contdisc.logit"], target, Reduction.None));
    }

    private static Tensor First(Tensor batchFirst) => batchFirst.Transpose(0, 1);

    private static Tensor Column(Tensor batchFirst) => batchFirst.T.Unsqueeze(-1);

    private static Tensor Ahead(Tensor steps) => steps.Narrow(0, 1, steps.Size(0) - 1);

    private static void AssertMean(string name, Tensor expected, Tensor actual) => AssertRelative(name, expected.Mean(), actual);

    private static void AssertRelative(string name, Tensor expected, Tensor actual)
    {
        double distance = (expected - actual).Abs().Max().Item(), size = expected.Abs().Max().Item();
        Assert.True(distance <= 1e-4 * size, $"{name}: {distance} of {size}");
    }
}
