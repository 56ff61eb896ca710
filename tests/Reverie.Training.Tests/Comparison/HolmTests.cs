using Reverie.Training.Comparison;

namespace Reverie.Training.Tests.Comparison;

public sealed class HolmTests
{
    /// <summary>R 4's <c>p.adjust(p, "holm")</c>, and the example with four hypotheses that textbooks have.</summary>
    [Theory]
    [InlineData(new[] { 0.01, 0.02, 0.03, 0.04, 0.05 }, new[] { 0.05, 0.08, 0.09, 0.09, 0.09 })]
    [InlineData(new[] { 0.01, 0.04, 0.03, 0.005 }, new[] { 0.03, 0.06, 0.06, 0.02 })]
    [InlineData(new[] { 0.5, 0.001, 0.6 }, new[] { 1, 0.003, 1 })]
    [InlineData(new[] { 0.2, 0.2 }, new[] { 0.4, 0.4 })]
    [InlineData(new[] { 0.04 }, new[] { 0.04 })]
    [InlineData(new double[0], new double[0])]
    public void Correct_KnownValues_AreReached(double[] values, double[] expected) =>
        Assert.Equal(expected, Holm.Correct(values), (one, other) => Math.Abs(one - other) < 1e-12);
}
