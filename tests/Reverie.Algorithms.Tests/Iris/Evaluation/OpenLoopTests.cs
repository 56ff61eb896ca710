using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Evaluation;
using Reverie.Torch;
using Reverie.Training.Data;

namespace Reverie.Algorithms.Tests.Iris.Evaluation;

public class OpenLoopTests
{
    // Two segments of four steps: 6 -> 0 (reward) -> 3 -> 7 (end); 2 -> 3 -> 4, cut there.
    private static readonly long[][] Frames = [[6, 0, 3, 3], [2, 3, 0, 0]];
    private static readonly long[][] Actions = [[2, 3, 4, 0], [1, 1, 0, 0]];
    private static readonly float[][] Rewards = [[1, 0, 0, 0], [0, 0, 0, 0]];
    private static readonly bool[][] Ends = [[false, false, true, false], [false, true, false, false]];
    private static readonly bool[][] There = [[true, true, true, false], [true, true, false, false]];

    [Fact]
    public void Accuracies_ModelThatKnowsTheWorld_IsAlwaysRight()
    {
        var (first, second) = (Accuracies(null, 1), Accuracies(null, 2));
        Assert.Equal((1, 1, 1, 1), (first["tokens"], first["changed_tokens"], first["rewards"], first["rewards_balanced"]));
        Assert.Equal((1, 1, 1), (second["tokens"], second["changed_tokens"], second["rewards"]));
    }

    [Fact]
    public void Accuracies_ModelThatErrsInItsSecondStep_LosesWhatItMissed()
    {
        Assert.Equal(1, Accuracies(1, 1)["tokens"]);
        var second = Accuracies(1, 2);
        Assert.Equal(0, second["tokens"]);
        Assert.Equal(1, second["rewards"]);
        // The end of the second segment was a time limit that this world does not know; the first has none there.
        Assert.Equal(0.5, second["ends"]);
    }

    [Fact]
    public void Accuracies_StepBehindAllSegments_HasNoFrames()
    {
        var third = Accuracies(null, 3);
        Assert.DoesNotContain("tokens", third.Keys);
        Assert.Equal(1, third["ends"]);
        Assert.Equal(1, third["ends_balanced"]);
    }

    [Fact]
    public void Accuracies_NeverARewardExpected_IsHalfRightWhenBothKindsCount()
    {
        var first = Accuracies(0, 1);
        Assert.Equal((0.5, 0.5), (first["rewards"], first["rewards_balanced"]));
        var unbalanced = Accuracies(0, 1, repeat: 3);
        Assert.Equal(0.5, unbalanced["rewards_balanced"]);
        Assert.Equal(0.75, unbalanced["rewards"]);
    }

    /// <param name="wrongAfter">See <see cref="CountingWorld"/>.</param>
    /// <param name="steps">Which step is judged.</param>
    /// <param name="repeat">How often the second segment is there.</param>
    private static Dictionary<string, double> Accuracies(int? wrongAfter, int steps, int repeat = 1)
    {
        using var scope = new TensorScope();
        using var world = new CountingWorld(wrongAfter);
        int[] rows = [0, .. Enumerable.Repeat(1, repeat)];
        long[] shape = [rows.Length, 4];
        var frames = Tensor.From(Flat(rows, Frames), shape).Unsqueeze(-1).Expand([.. shape, CountingWorld.TokensPerFrame]).Unsqueeze(-2).Unsqueeze(-2);
        var none = Tensor.Zeros(shape, ScalarType.Bool);
        var batch = new TensorBatch(
            new Dictionary<string, Tensor> { [IrisPolicy.Image] = frames }, Tensor.From(Flat(rows, Actions), shape), Tensor.From(Flat(rows, Rewards), shape),
            Tensor.From(Flat(rows, Ends), shape), none, none, Tensor.From(Flat(rows, There), shape));
        return OpenLoop.Run(world, world, batch).Accuracies(batch, steps).ToDictionary(part => part.Name, part => part.Share);
    }

    private static T[] Flat<T>(int[] rows, T[][] values) => [.. rows.SelectMany(row => values[row])];
}
