namespace Reverie.Environments.ControlSuite;

/// <summary>Rewards between 0 and 1 for how well a number lies within bounds.</summary>
public static class Tolerance
{
    private const double UsualAtMargin = 0.1;

    /// <summary>1 within the bounds; outside it falls, to a given value one margin away.</summary>
    /// <param name="x">The number.</param>
    /// <param name="lower">Lower bound.</param>
    /// <param name="upper">Upper bound.</param>
    /// <param name="margin">How far away it is that the value is reached; without a margin all outside is 0.</param>
    /// <param name="sigmoid">How it falls.</param>
    /// <param name="valueAtMargin">The value one margin away.</param>
    /// <exception cref="ArgumentException">The bounds are in the wrong order, or the margin or the value is out of range.</exception>
    public static double Of(
        double x, double lower = 0, double upper = 0, double margin = 0, Sigmoid sigmoid = Sigmoid.Gaussian, double valueAtMargin = UsualAtMargin)
    {
        if (!(lower <= upper) || !(margin >= 0))
            throw new ArgumentException($"The lower bound {lower} must not exceed the upper bound {upper}, and the margin {margin} must not be negative.");
        if (x >= lower && x <= upper)
            return 1;
        return margin == 0 ? 0 : Fall((x < lower ? lower - x : x - upper) / margin, sigmoid, valueAtMargin);
    }

    /// <summary>1 for no control, 0 for one of full strength or more.</summary>
    internal static double OfControl(double control) => Of(control, margin: 1, sigmoid: Sigmoid.Quadratic, valueAtMargin: 0);

    /// <summary>The mean of <see cref="OfControl"/>, squeezed into [0.8, 1].</summary>
    internal static double OfControls(ReadOnlySpan<double> controls)
    {
        double sum = 0;
        foreach (double control in controls)
            sum += OfControl(control);
        return (4 + sum / controls.Length) / 5;
    }

    /// <param name="distance">From the bound, in margins.</param>
    /// <param name="sigmoid">How it falls.</param>
    /// <param name="value">What it is at a distance of 1.</param>
    private static double Fall(double distance, Sigmoid sigmoid, double value)
    {
        bool reachesZero = sigmoid is Sigmoid.Cosine or Sigmoid.Linear or Sigmoid.Quadratic;
        if (!(value < 1) || (reachesZero ? value < 0 : value <= 0))
            throw new ArgumentException($"The value at the margin of {sigmoid} must be {(reachesZero ? "at least" : "above")} 0 and below 1, not {value}.");
        double scaled = distance * sigmoid switch
        {
            Sigmoid.Gaussian => Math.Sqrt(-2 * Math.Log(value)),
            Sigmoid.Hyperbolic => Math.Acosh(1 / value),
            Sigmoid.LongTail => Math.Sqrt(1 / value - 1),
            Sigmoid.Reciprocal => 1 / value - 1,
            Sigmoid.Cosine => Math.Acos(2 * value - 1) / Math.PI,
            Sigmoid.Linear => 1 - value,
            Sigmoid.Quadratic => Math.Sqrt(1 - value),
            _ => Math.Atanh(Math.Sqrt(1 - value)),
        };
        return sigmoid switch
        {
            Sigmoid.Gaussian => Math.Exp(-0.5 * (scaled * scaled)),
            Sigmoid.Hyperbolic => 1 / Math.Cosh(scaled),
            Sigmoid.LongTail => 1 / (scaled * scaled + 1),
            Sigmoid.Reciprocal => 1 / (Math.Abs(scaled) + 1),
            Sigmoid.TanhSquared => 1 - Math.Tanh(scaled) * Math.Tanh(scaled),
            _ when Math.Abs(scaled) >= 1 => 0,
            Sigmoid.Cosine => (1 + Math.Cos(Math.PI * scaled)) / 2,
            Sigmoid.Linear => 1 - scaled,
            _ => 1 - scaled * scaled,
        };
    }
}
