namespace Reverie.Torch.Tests.Functional;

/// <summary>The fused GELU against its formula in double precision.</summary>
public sealed class GeluTanhTests
{
    [Theory]
    [InlineData(3, ScalarType.Float32, 2e-6)]
    [InlineData(4099, ScalarType.Float32, 2e-6)]
    [InlineData(4099, ScalarType.BFloat16, 6e-3)] // three roundings of 2^-9
    public void GeluTanh_AnyLength_EqualsTheFormulaForwardAndBackward(long length, ScalarType type, double relative)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(4);
        var input = (Tensor.Randn([length, 2], generator) * 4).To(type);
        // Columns, so that neither the input nor its gradient is dense.
        var (fused, fusedGradient) = Evaluate(input, F.GeluTanh);
        var (formula, expectedGradient) = Evaluate(
            input.To(ScalarType.Float64), x => x * 0.5 * (((x + (x * x * x * 0.044715)) * Math.Sqrt(2 / Math.PI)).Tanh() + 1));
        Check("value", formula, fused);
        Check("gradient", expectedGradient, fusedGradient);

        void Check(string what, Tensor expected, Tensor actual)
        {
            Assert.Equal(type, actual.DType);
            var distance = (expected.Detach() - actual.Detach().To(ScalarType.Float64)).Abs() / (expected.Detach().Abs() + 1);
            Assert.True(distance.Max().Item() < relative, $"the {what} is {distance.Max().Item():E2} away");
        }

        static (Tensor Value, Tensor Gradient) Evaluate(Tensor x, Func<Tensor, Tensor> gelu)
        {
            x = x.Detach().Clone();
            x.RequiresGrad = true;
            var value = gelu(x.Narrow(1, 1, 1));
            (value * value).Sum().Backward();
            return (value, x.Grad!);
        }
    }

    [Fact]
    public void GeluTanh_FarOut_IsZeroOrTheInput()
    {
        using var scope = new TensorScope();
        float[] values = F.GeluTanh(Tensor.From([-1e6f, 1e6f, float.NaN], 3)).ToArray<float>();
        Assert.Equal(0, values[0], 1e-30);
        Assert.Equal(1e6f, values[1]);
        Assert.True(float.IsNaN(values[2]));
    }
}
