namespace Reverie.Torch.Tests.Operators;

/// <summary>All operators with small inputs. A and B are [2, 3], I are integers, P is positive.</summary>
internal static partial class OperatorTable
{
    private static readonly double[] AValues = [0.5, -1.5, 2, -0.25, 1, 3];
    private static readonly double[] BValues = [2, 0.5, -1, 1, -2, 4];
    private static readonly double[] PValues = [0.5, 1, 2, 4];
    private static readonly double[] UnitValues = [-0.75, -0.1, 0, 0.5];

    private static Tensor A => Tensor.From(AValues, 2, 3).Float();

    private static Tensor B => Tensor.From(BValues, 2, 3).Float();

    private static Tensor P => Tensor.From(PValues).Float();

    private static Tensor Unit => Tensor.From(UnitValues).Float();

    private static Tensor I => Tensor.From([7L, -7, 3, 0], 2, 2);

    public static IReadOnlyList<OperatorCase> All { get; } = [.. Arithmetic(), .. InPlace(), .. Shapes(), .. Reductions(), .. Picking(), .. Creation(), .. Functions()];

    /// <summary>An element-wise function of A.</summary>
    private static OperatorCase OfA(string name, Func<Tensor, Tensor> run, Func<double, double> expected) =>
        new(name, () => run(A), Array.ConvertAll(AValues, x => expected(x)), [2, 3]);

    /// <summary>An element-wise function of the positive numbers.</summary>
    private static OperatorCase OfP(string name, Func<Tensor, Tensor> run, Func<double, double> expected) =>
        new(name, () => run(P), Array.ConvertAll(PValues, x => expected(x)));

    /// <summary>An element-wise function of A and B.</summary>
    private static OperatorCase OfBoth(string name, Func<Tensor, Tensor, Tensor> run, Func<double, double, double> expected) =>
        new(name, () => run(A, B), [.. AValues.Zip(BValues, expected)], [2, 3]);

    /// <summary>A comparison of A with B.</summary>
    private static OperatorCase Truth(string name, Func<Tensor, Tensor, Tensor> run, Func<double, double, bool> expected) =>
        OfBoth(name, run, (a, b) => expected(a, b) ? 1 : 0);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The error function by its series, good to double precision for small arguments.</summary>
    private static double Erf(double x)
    {
        double sum = 0, term = x;
        for (int n = 0; n < 60; n++)
        {
            sum += term / ((2 * n) + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static double[] Softmax(params double[] row)
    {
        double sum = row.Sum(Math.Exp);
        return Array.ConvertAll(row, x => Math.Exp(x) / sum);
    }

    /// <summary>Rows of A.</summary>
    private static double[] Rows(Func<double[], IEnumerable<double>> of) => [.. of(AValues[..3]), .. of(AValues[3..])];
}
