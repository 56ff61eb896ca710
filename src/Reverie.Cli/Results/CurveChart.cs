using System.Globalization;
using System.Text;

namespace Reverie.Cli.Results;

/// <summary>Draws learning curves as an SVG.</summary>
internal static class CurveChart
{
    private const int Width = 720, Height = 360, Left = 60, Right = 150, Top = 30, Bottom = 45;
    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

    internal static string Draw(string title, string steps, IReadOnlyList<LearningCurve> curves)
    {
        // The largest, which is not always the last: a dataset that drops its oldest episodes becomes shorter.
        double maxStep = curves.Max(curve => curve.Points.Max(point => point.Step)) is var largest and > 0 ? largest : 1;
        double low = Math.Min(0, curves.Min(curve => curve.Points.Min(point => point.Value)));
        double high = Math.Max(1, curves.Max(curve => curve.Points.Max(point => point.Value)));
        double X(double step) => Left + (step / maxStep * (Width - Left - Right));
        double Y(double value) => Height - Bottom - ((value - low) / (high - low) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n<text x=\"{Left}\" y=\"18\" font-size=\"14\">{Escape(title)}</text>\n");
        for (int i = 0; i <= 5; i++)
        {
            double value = low + ((high - low) * i / 5), step = maxStep * i / 5;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):F1}\" y2=\"{Y(value):F1}\" stroke=\"#ddd\"/>");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 8}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\">{LearningCurve.Number(value)}</text>");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{X(step):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{LearningCurve.Number(Math.Round(step))}</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Escape(steps)}</text>\n");
        foreach (var (index, curve) in curves.Index())
        {
            string color = Colors[index % Colors.Length];
            string points =
                string.Join(' ', curve.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Step):F1},{Y(point.Value):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" points=\"{points}\"/>");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Width - Right + 10}\" y=\"{Top + 10 + (index * 18)}\" fill=\"{color}\">{Escape(curve.Name)}</text>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
