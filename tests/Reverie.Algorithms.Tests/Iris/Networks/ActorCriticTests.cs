using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Returns;

namespace Reverie.Algorithms.Tests.Iris.Networks;

public class ActorCriticTests
{
    [Theory]
    [InlineData("actor_critic_small")]
    [InlineData("actor_critic_512")]
    public void Steps_MaskedPrunedAndBurntIn_MatchTheOriginal(string name)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var inputs = Golden.Load("iris/actor_critic/actor_critic_small.safetensors");
        var golden = Golden.Load($"iris/actor_critic/{name}.safetensors");
        using var actor = new ActorCritic(
            golden.Json.GetProperty("act_vocab_size").GetInt64(), new ActorCriticOptions { LstmDim = golden.Json.GetProperty("lstm_dim").GetInt32() });
        Formula.Fill(actor, golden.Json.GetProperty("salt").GetString()!);
        var frames = inputs["observations_uint8"].Float() / 255; // [N, 3, C, H, W]

        actor.Reset(3);
        Check("step0", actor.Forward(frames.Select(1, 0)));
        Check("step1", actor.Forward(frames.Select(1, 1)));
        Check("masked", actor.Forward(frames.Select(1, 2), inputs["step_mask"]));

        actor.Reset(frames, inputs["burnin_mask"]);
        golden.AssertClose("burnin.hx", actor.Hidden);
        golden.AssertClose("burnin.cx", actor.Cell);
        var after = actor.Forward(frames.Select(1, 0));
        golden.AssertClose("after_burnin.logits_actions", after.LogitsActions);
        golden.AssertClose("after_burnin.means_values", after.Values);

        void Check(string prefix, ActorCriticOutput output)
        {
            golden.AssertClose($"{prefix}.hx", actor.Hidden);
            golden.AssertClose($"{prefix}.cx", actor.Cell);
            golden.AssertClose($"{prefix}.logits_actions", output.LogitsActions);
            golden.AssertClose($"{prefix}.means_values", output.Values);
        }
    }

    [Fact]
    public void ResetRows_SomeRows_ForgetAndTheOthersKeepTheirMemory()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var actor = new ActorCritic(4, new ActorCriticOptions { LstmDim = 8, Resolution = 32 });
        actor.Reset(2);
        actor.Forward(Tensor.Rand([2, 3, 32, 32]));
        float[] before = actor.Hidden.ToArray<float>();
        actor.ResetRows(Tensor.From([true, false], 2));
        float[] after = actor.Hidden.ToArray<float>();
        Assert.All(after[..8], value => Assert.Equal(0, value));
        Assert.Equal(before[8..], after[8..]);
        Assert.Equal(0, actor.Cell.Narrow(0, 0, 1).Abs().Sum().Item());
    }

    [Fact]
    public void ReturnsAndLosses_RecordedRollout_MatchTheOriginal()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("iris/actor_critic/returns_and_loss.safetensors");
        foreach (var (index, item) in golden.Json.GetProperty("cases").EnumerateArray().Index())
        {
            var returns = LambdaReturns.Compute(
                golden["rewards"], golden["values"], golden["ends"], item.GetProperty("gamma").GetDouble(), item.GetProperty("lambda_").GetDouble());
            golden.AssertClose($"lambda_returns_{index}", returns);
        }
        Tensor values = golden["values"].Clone(), logits = golden["logits_actions"].Clone();
        values.RequiresGrad = logits.RequiresGrad = true;
        var losses = ActorCriticLosses.Compute(new(null, golden["actions"], logits, values, golden["rewards"], golden["ends"]), new ActorCriticLossOptions());
        golden.AssertClose("losses", Tensor.Stack([losses.Actions, losses.Values, losses.Entropy]));
        golden.AssertClose("loss_total", losses.Total.Item());
        losses.Total.Backward();
        golden.AssertClose("grad_values", values.Grad!);
        golden.AssertClose("grad_logits_actions", logits.Grad!);
    }

    [Fact]
    public void Losses_StepsBehindAnEnd_TeachNothingWhereTheyAreIgnored()
    {
        using var scope = new TensorScope();
        // The first rollout ends at its second step of five; the second goes on.
        var ends = Tensor.From([0f, 1f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f], 2, 5);
        var (logits, values) = (Learnable(Tensor.Arange(30).Float().View(2, 5, 3).Sin()), Learnable(Tensor.Arange(10).Float().View(2, 5).Cos()));
        var rollout = new ImaginedRollout(null, Tensor.Zeros([2, 5], ScalarType.Int64), logits, values, ends, ends);
        ActorCriticLosses.Compute(rollout, new(IgnoreAfterEnd: true, EntropyWeight: 0.1)).Total.Backward();
        bool[] expected = [true, true, false, false, false, true, true, true, true, false]; // the last of each only bootstraps
        Assert.Equal(expected, values.Grad!.ToArray<float>().Select(gradient => gradient != 0));
        Assert.Equal(expected, logits.Grad!.Abs().Sum([-1]).ToArray<float>().Select(gradient => gradient != 0));

        Tensor otherLogits = Learnable(logits.Detach().Clone()), otherValues = Learnable(values.Detach().Clone());
        ActorCriticLosses.Compute(rollout with { LogitsActions = otherLogits, Values = otherValues }, new(EntropyWeight: 0.1)).Total.Backward();
        Assert.Equal(8, otherValues.Grad!.ToArray<float>().Count(gradient => gradient != 0));
    }

    [Fact]
    public void Losses_ScaledAdvantages_DoNotDependOnTheSizeOfRewards()
    {
        using var scope = new TensorScope();
        Assert.Equal(Actions(1, new()), Actions(1000, new()), 4);
        Assert.Equal(1000 * Actions(1, null), Actions(1000, null), 2);

        static double Actions(double size, RunningScale? scale)
        {
            var rewards = Tensor.From([0f, 1f, 0f, 0f]).View(1, 4) * size;
            var logits = Tensor.Arange(8).Float().View(1, 4, 2).Sin();
            var rollout = new ImaginedRollout(null, Tensor.Zeros([1, 4], ScalarType.Int64), logits, Tensor.Zeros([1, 4]), rewards, Tensor.Zeros([1, 4]));
            return ActorCriticLosses.Compute(rollout, new(), scale).Actions.Item();
        }
    }

    [Fact]
    public void Forward_FramesOfAnotherSize_SaysWhatToDo()
    {
        using var scope = new TensorScope();
        using var actor = new ActorCritic(3, new ActorCriticOptions { LstmDim = 4 });
        actor.Reset(1);
        Assert.Contains("resize", Assert.Throws<ArgumentException>(() => actor.Forward(Tensor.Zeros([1, 3, 32, 32]))).Message, StringComparison.Ordinal);
    }

    private static Tensor Learnable(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }
}
