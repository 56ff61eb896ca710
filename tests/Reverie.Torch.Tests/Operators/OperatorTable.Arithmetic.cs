namespace Reverie.Torch.Tests.Operators;

internal static partial class OperatorTable
{
    private static IEnumerable<OperatorCase> Arithmetic() =>
    [
        OfBoth("Add", (a, b) => a.Add(b), (a, b) => a + b),
        OfBoth("Add with a factor", (a, b) => a.Add(b, 0.5), (a, b) => a + (0.5 * b)),
        OfA("Add a number", a => a.Add(2), a => a + 2),
        new("Add integers", () => I.Add(I), [14, -14, 6, 0]),
        OfBoth("op_Addition", (a, b) => a + b, (a, b) => a + b),
        OfA("op_Addition of a number", a => 1 + (a + 2), a => a + 3),
        OfBoth("Sub", (a, b) => a.Sub(b), (a, b) => a - b),
        OfA("Sub a number", a => a.Sub(2), a => a - 2),
        new("Sub integers", () => I.Sub(I), [0, 0, 0, 0]),
        OfA("RSub", a => a.RSub(2), a => 2 - a),
        OfBoth("op_Subtraction", (a, b) => 1 - (a - b - 2), (a, b) => 3 - a + b),
        OfBoth("Mul", (a, b) => a.Mul(b), (a, b) => a * b),
        OfA("Mul by a number", a => a.Mul(-3), a => -3 * a),
        OfBoth("op_Multiply", (a, b) => 2 * (a * b * 3), (a, b) => 6 * a * b),
        OfBoth("Div", (a, b) => a.Div(b), (a, b) => a / b),
        OfA("Div by a number", a => a.Div(4), a => a / 4),
        OfBoth("op_Division", (a, b) => a / b / 2, (a, b) => a / b / 2),
        OfA("Pow", a => a.Pow(3), a => a * a * a),
        new("Remainder", () => I.Remainder(4L), [3, 1, 3, 0]),
        OfA("Remainder of reals", a => a.Remainder(2.0), a => a - (2 * Math.Floor(a / 2))),
        new("FloorDivide", () => I.FloorDivide(4L), [1, -2, 0, 0]),
        OfA("FloorDivide of reals", a => a.FloorDivide(2.0), a => Math.Floor(a / 2)),
        OfBoth("Maximum", (a, b) => a.Maximum(b), Math.Max),
        OfBoth("Minimum", (a, b) => a.Minimum(b), Math.Min),
        OfA("Clamp", a => a.Clamp(-1, 1), a => Math.Clamp(a, -1, 1)),
        OfA("Clamp from below", a => a.Clamp(min: 0), a => Math.Max(a, 0)),
        OfA("Clamp from above", a => a.Clamp(max: 0), a => Math.Min(a, 0)),
        new("MatMul", () => A.MatMul(B.T), [-1.75, 11.5, -3, 9.75], [2, 2]),
        new("AddMatMul", () => Tensor.Ones([2, 2]).AddMatMul(A, B.T, 2, 0.5), [1.125, 7.75, 0.5, 6.875]),
        new("AddBatchMatMul", () => Tensor.Ones([1, 2, 2]).AddBatchMatMul(A.Unsqueeze(0), B.T.Unsqueeze(0)), [-0.75, 12.5, -2, 10.75], [1, 2, 2]),
        OfBoth("Lerp", (a, b) => a.Lerp(b, 0.25), (a, b) => a + (0.25 * (b - a))),
        OfA("Neg", a => a.Neg(), a => -a),
        OfA("op_UnaryNegation", a => -a, a => -a),
        OfA("Abs", a => a.Abs(), Math.Abs),
        OfA("Sign", a => a.Sign(), a => Math.Sign(a)),
        OfA("Exp", a => a.Exp(), Math.Exp),
        OfA("Expm1", a => a.Expm1(), a => Math.Exp(a) - 1),
        OfP("Log", p => p.Log(), Math.Log),
        OfP("Log1p", p => p.Log1p(), p => Math.Log(1 + p)),
        OfP("Sqrt", p => p.Sqrt(), Math.Sqrt),
        OfP("Rsqrt", p => p.Rsqrt(), p => 1 / Math.Sqrt(p)),
        OfA("Square", a => a.Square(), a => a * a),
        OfA("Sin", a => a.Sin(), Math.Sin),
        OfA("Cos", a => a.Cos(), Math.Cos),
        OfA("Tanh", a => a.Tanh(), Math.Tanh),
        new("Atanh", () => Unit.Atanh(), Array.ConvertAll(UnitValues, x => Math.Atanh(x))),
        OfA("Sigmoid", a => a.Sigmoid(), Sigmoid),
        OfA("Erf", a => a.Erf(), Erf),
        OfA("Round", a => (a * 1.1).Round(), a => Math.Round(a * 1.1)),
        OfA("Floor", a => a.Floor(), Math.Floor),
    ];

    private static IEnumerable<OperatorCase> InPlace() =>
    [
        OfBoth("AddInPlace", (a, b) => a.AddInPlace(b), (a, b) => a + b),
        OfBoth("AddInPlace with a factor", (a, b) => a.AddInPlace(b, -2), (a, b) => a - (2 * b)),
        new("AddInPlace integers", () => I.AddInPlace(I), [14, -14, 6, 0]),
        OfBoth("MulInPlace", (a, b) => a.MulInPlace(b), (a, b) => a * b),
        OfA("MulInPlace by a number", a => a.MulInPlace(3), a => 3 * a),
        OfA("ZeroInPlace", a => a.ZeroInPlace(), _ => 0),
        OfA("FillInPlace", a => a.FillInPlace(7), _ => 7),
        OfBoth("LerpInPlace", (a, b) => a.LerpInPlace(b, 0.25), (a, b) => a + (0.25 * (b - a))),
        OfA("ClampInPlace", a => a.ClampInPlace(-1, 1), a => Math.Clamp(a, -1, 1)),
        OfA("MaskedFillInPlace", a => a.MaskedFillInPlace(a.Lt(0), 9), a => a < 0 ? 9 : a),
        new("IndexCopyInPlace", () => A.IndexCopyInPlace(1, Tensor.From([2L, 0]), Tensor.From([1f, 2, 3, 4], 2, 2)), [2, -1.5, 1, 4, 1, 3]),
        new("IndexPutInPlace", () => Tensor.Zeros([3]).IndexPutInPlace(Tensor.From([2L, 0]), Tensor.From([5f, 6])), [6, 0, 5]),
        new("CopyFrom", () => A.CopyFrom(Tensor.From([1L, 2, 3])), [1, 2, 3, 1, 2, 3]),
        Draws("NormalInPlace", x => x.NormalInPlace(3, 2, new Generator(1)), 3, 2),
        Draws("UniformInPlace", x => x.UniformInPlace(1, 5, new Generator(1)), 3, 4 / Math.Sqrt(12)),
        Draws("ExponentialInPlace", x => x.ExponentialInPlace(0.5, new Generator(1)), 2, 2),
    ];

    /// <summary>Mean and spread of many random numbers, to 3 %.</summary>
    private static OperatorCase Draws(string name, Func<Tensor, Tensor> draw, double mean, double std) => new(
        name,
        () =>
        {
            var drawn = draw(Tensor.Empty([20000]));
            return Tensor.From([Near(drawn.Mean(), mean, std), Near(drawn.Std(), std, std)]);
        },
        [1, 1]);

    private static float Near(Tensor value, double expected, double scale) => Math.Abs(value.Item() - expected) < 0.03 * scale ? 1 : 0;
}
