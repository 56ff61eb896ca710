using Reverie.Cli.Results;

namespace Reverie.Cli.Tests.Results;

public sealed class LearningCurveReachedAtTests
{
    [Theory]
    [InlineData(20.0, 0.5, 0.9, 1.0)]
    [InlineData(30.0, 0.9, 0.89, 0.9)] // not the first time: it fell again
    [InlineData(10.0, 0.9, 0.9, 0.95)]
    [InlineData(null, 1.0, 1.0, 0.8)]
    [InlineData(null, 0.1, 0.2, 0.3)]
    public void ReachedAt_Threshold_IsWhereItStaysFrom(double? expected, params double[] values)
    {
        var curve = new LearningCurve("run", [.. values.Index().Select(pair => (10.0 * (pair.Index + 1), pair.Item))]);
        Assert.Equal(expected, curve.ReachedAt(0.9));
    }
}
