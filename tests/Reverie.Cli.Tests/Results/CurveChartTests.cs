using System.Globalization;
using System.Xml.Linq;
using Reverie.Cli.Results;

namespace Reverie.Cli.Tests.Results;

public sealed class CurveChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Text beside the vertical axis hangs so far below its value.</summary>
    private const double Baseline = 4;

    [Fact]
    public void Draw_OneCurve_LiesWhereTheAxesSay()
    {
        var picture = Draw(new LearningCurve("run", [(0, 0), (40, 1), (100, 0.6)]));

        var points = Points(picture).Single();
        Assert.Equal([StepAt(picture, "0"), StepAt(picture, "40"), StepAt(picture, "100")], points.Select(point => point.X));
        Assert.Equal([ValueAt(picture, "0"), ValueAt(picture, "1"), ValueAt(picture, "0.6")], points.Select(point => point.Y));
        Assert.True(StepAt(picture, "0") < StepAt(picture, "100") && ValueAt(picture, "1") < ValueAt(picture, "0"), "Later is right, more is up.");
    }

    [Fact]
    public void Draw_ValuesBeyondZeroAndOne_WidenTheAxis()
    {
        var picture = Draw(new LearningCurve("low", [(0, -2), (10, 0.5)]), new LearningCurve("high", [(0, 0.5), (20, 3)]));

        var (low, high) = (Points(picture)[0], Points(picture)[1]);
        Assert.Equal((ValueAt(picture, "-2"), StepAt(picture, "0")), (low[0].Y, low[0].X));
        Assert.Equal((ValueAt(picture, "3"), StepAt(picture, "20")), (high[1].Y, high[1].X));
        Assert.Equal((StepAt(picture, "0") + StepAt(picture, "20")) / 2, low[1].X); // both share the longer one's axis
        double[] box = [.. picture.Root!.Attribute("viewBox")!.Value.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.All(low.Concat(high), point => Assert.InRange(point.Y, 0, box[3]));
    }

    [Fact]
    public void Draw_DatasetThatDroppedEpisodes_StaysInsideTheAxes()
    {
        var picture = Draw(new LearningCurve("run", [(0, 0), (100, 1), (80, 1)]));
        Assert.Equal(StepAt(picture, "100"), Points(picture).Single().Max(point => point.X));
    }

    [Fact]
    public void Draw_AllAtStepZero_IsAPictureNevertheless()
    {
        var picture = Draw(new LearningCurve("run", [(0, 0.5)]));
        double x = Points(picture).Single().Single().X;
        Assert.True(double.IsFinite(x));
        Assert.Equal(StepAt(picture, "0"), x);
    }

    [Fact]
    public void Draw_MoreCurvesThanColors_NamesEachOnALineOfItsOwn()
    {
        var picture = Draw([.. Enumerable.Range(0, 9).Select(number => new LearningCurve($"<run & {number}>", [(1, number)]))]);

        var names = picture.Descendants(Svg + "text").Where(text => text.Value.StartsWith("<run", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(0, 9).Select(number => $"<run & {number}>"), names.Select(name => name.Value));
        Assert.Equal(9, names.Select(name => Number(name, "y")).Distinct().Count());
        Assert.Equal(
            picture.Descendants(Svg + "polyline").Select(line => line.Attribute("stroke")!.Value), names.Select(name => name.Attribute("fill")!.Value));
    }

    private static XDocument Draw(params LearningCurve[] curves) => XDocument.Parse(CurveChart.Draw("success", "steps", curves));

    private static List<List<(double X, double Y)>> Points(XDocument picture) =>
    [
        .. picture.Descendants(Svg + "polyline").Select(line => line.Attribute("points")!.Value.Split(' ')
            .Select(point => Array.ConvertAll(point.Split(','), text => double.Parse(text, CultureInfo.InvariantCulture)))
            .Select(point => (point[0], point[1])).ToList()),
    ];

    private static double StepAt(XDocument picture, string label) => Number(Label(picture, label, "middle"), "x");

    private static double ValueAt(XDocument picture, string label) => Math.Round(Number(Label(picture, label, "end"), "y") - Baseline, 1);

    private static XElement Label(XDocument picture, string label, string anchor) =>
        picture.Descendants(Svg + "text").First(text => text.Value == label && text.Attribute("text-anchor")?.Value == anchor);

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
