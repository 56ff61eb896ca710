using Reverie.Training.Algorithms;

namespace Reverie.Training.Tests.Algorithms;

public sealed class RateChangeTests
{
    [Fact]
    public void Sentence_MoreSteps_NamesTheJump() => Assert.Equal(
        "With training.steps=40 (until now 20) the learning rate was 0.0001055 in step 20 and is 0.00055 in step 21 instead of 0.0001.",
        RateChange.Sentence(20, "step", [("training.steps", 20, 40), ("training.warmup_steps", 0, 0)], 1.0554e-4, 1e-4, 5.5e-4));

    [Fact]
    public void Sentence_RateUntouched_SaysSo() => Assert.Equal(
        "With training.grad_acc_steps=2 (until now 1) the learning rate goes on as it would have: 0.001 in epoch 3, 0.001 in epoch 4.",
        RateChange.Sentence(3, "epoch", [("training.grad_acc_steps", 1, 2)], 0.001, 0.001, 0.001));

    [Fact]
    public void Sentence_NothingChanged_IsSilent() =>
        Assert.Null(RateChange.Sentence(3, "epoch", [("training.learning_rate", 0.001, 0.001)], 0.001, 0.001, 0.001));
}
