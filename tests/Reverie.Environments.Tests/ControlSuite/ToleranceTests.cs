using System.Globalization;
using System.Text.Json.Nodes;
using Reverie.Environments.Conformance;
using Reverie.Environments.ControlSuite;

namespace Reverie.Environments.Tests.ControlSuite;

public sealed class ToleranceTests
{
    [Fact]
    public void Of_RecordedArguments_GivesTheRecordedValues()
    {
        int compared = 0;
        foreach (var line in JsonLines.Read(Repository.Golden("control/tolerance.jsonl.gz")).Select(line => JsonNode.Parse(line)!))
        {
            var sigmoid = Enum.Parse<Sigmoid>(line["sigmoid"]!.GetValue<string>().Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
            double lower = Number(line["bounds"]![0]!), upper = Number(line["bounds"]![1]!);
            foreach (var (x, y) in List(line["x"]!).Zip(List(line["y"]!)))
            {
                double value = Tolerance.Of(x, lower, upper, Number(line["margin"]!), sigmoid, Number(line["value_at_margin"]!));
                Assert.True(Math.Abs(value - y) <= 4 * Math.BitIncrement(y) - 4 * y + 1e-300, $"{line["sigmoid"]} at {x}: {value:R}, not {y:R}");
                compared++;
            }
        }
        Assert.True(compared > 500);
    }

    [Theory]
    [InlineData(1, 0, 1, 0.1)]
    [InlineData(0, 1, -1, 0.1)]
    [InlineData(0, 1, 1, 0)]
    [InlineData(0, 1, 1, 1)]
    public void Of_WrongArguments_IsRefused(double lower, double upper, double margin, double value) =>
        Assert.Throws<ArgumentException>(() => Tolerance.Of(7, lower, upper, margin, Sigmoid.Gaussian, value));

    private static IEnumerable<double> List(JsonNode node) => node is JsonArray array ? array.Select(number => Number(number!)) : [Number(node)];

    private static double Number(JsonNode node) => node.ToString() switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        var number => double.Parse(number, CultureInfo.InvariantCulture),
    };
}
