using Reverie.Torch;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Tests.Distributions;

/// <summary>The distributions of DreamerV3 against SheepRL's numbers.</summary>
public sealed class GoldenDistributionTests
{
    private const double Unimix = 0.01;

    public static TheoryData<string> Variants => ["visible", "visible_cont", "visible_multi"];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Symlog_OfNumbers_IsAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load($"dreamer/{variant}/dist.safetensors");
        Near.Assert("symlog", golden["symlog.y"], Symlog.Of(golden["symlog.x"]));
        Near.Assert("symexp", golden["symexp.y"], Symlog.Inverse(golden["symexp.x"]));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void TwoHot_LogProbAndMean_AreAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load($"dreamer/{variant}/dist.safetensors");
        var logits = golden["twohot.logits"];
        using var bins = new SymlogTwoHot(logits.Size(-1));
        Near.Assert("bins", golden["twohot.bins"], bins.Bins);
        logits.RequiresGrad = true;
        var logProb = bins.LogProb(logits, golden["twohot.x"]);
        Near.Assert("log_prob", golden["twohot.log_prob"], logProb);
        (logProb * golden["twohot.w"]).Sum().Backward();
        Near.AssertGradient("grad_log_prob", golden["twohot.grad_log_prob"], logits.Grad!);
        Near.Assert("mean", golden["twohot.mean"], bins.Mean(logits));

        var small = logits.Detach() * 0.05;
        small.RequiresGrad = true;
        var mean = bins.Mean(small);
        Near.Assert("mean_small_logits", golden["twohot.mean_small_logits"], mean);
        (mean.Squeeze(-1) * golden["twohot.w"]).Sum().Backward();
        Near.AssertGradient("grad_mean_small", golden["twohot.grad_mean_small"], small.Grad!);
    }

    [Fact]
    public void TwoHot_Encode_SumsToOneAndItsMeanIsTheNumber()
    {
        using var scope = new TensorScope();
        using var bins = new SymlogTwoHot(41);
        var numbers = Tensor.From([-1e12f, -3, 0, 0.25f, 7, 1e12f], 6, 1);
        var targets = bins.Encode(numbers);
        Near.Assert("sums", Tensor.Ones([6]), targets.Sum([-1]));
        float[] means = (targets * bins.Bins).Sum([-1]).ToArray<float>();
        Assert.Equal([-20, 20], [means[0], means[5]]); // outside of the bins: the outermost one
        Near.Assert("means", Symlog.Of(numbers).Narrow(0, 1, 4), Tensor.From(means).Narrow(0, 1, 4));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void OneHot_MixtureEntropyDivergence_AreAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load($"dreamer/{variant}/dist.safetensors");
        long[] shape = golden["onehot.sample"].Shape.ToArray();
        var rawA = Leaf(golden["onehot.raw_a"]);
        var rawB = Leaf(golden["onehot.raw_b"]);
        var a = OneHot.Unimix(rawA.Reshape(shape), Unimix);
        var b = OneHot.Unimix(rawB.Reshape(shape), Unimix);
        Near.Assert("mixed_a", golden["onehot.mixed_a"], a);
        Near.Assert("mixed_b", golden["onehot.mixed_b"], b);
        Near.Assert("entropy_a", golden["onehot.entropy_a"], OneHot.Entropy(a).Sum([-1]));
        Near.Assert("mode_a", golden["onehot.mode_a"], OneHot.Mode(a));
        Near.Assert("log_prob_a", golden["onehot.log_prob_a"], OneHot.LogProb(a, golden["onehot.sample"]).Sum([-1]));
        var divergence = OneHot.Divergence(a, b).Sum([-1]);
        Near.Assert("kl_ab", golden["onehot.kl_ab"], divergence);
        divergence.Sum().Backward(retainGraph: true);
        Near.AssertGradient("grad_kl_a", golden["onehot.grad_kl_a"], rawA.Grad!);
        Near.AssertGradient("grad_kl_b", golden["onehot.grad_kl_b"], rawB.Grad!);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void OneHot_StraightThrough_HasTheGradientOfTheProbabilities(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load($"dreamer/{variant}/dist.safetensors");
        var raw = Leaf(golden["onehot.raw_a"]);
        var drawn = OneHot.StraightThrough(OneHot.Unimix(raw.Reshape(golden["onehot.w"].Shape), Unimix), new ArgMaxSampler());
        (drawn * golden["onehot.w"]).Sum().Backward();
        Near.AssertGradient("grad_straight_through", golden["onehot.grad_straight_through"], raw.Grad!);
    }

    private static Tensor Leaf(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }
}
