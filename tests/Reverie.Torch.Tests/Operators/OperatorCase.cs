namespace Reverie.Torch.Tests.Operators;

/// <summary>One call of an operator beside what it must give, computed by hand.</summary>
/// <param name="Name">The member of <see cref="Tensor"/> or <see cref="F"/>, and what is special about the call.</param>
/// <param name="Run">The call.</param>
/// <param name="Expected">Its elements in row-major order.</param>
/// <param name="Shape">Its shape; null: not looked at.</param>
internal sealed record OperatorCase(string Name, Func<Tensor> Run, double[] Expected, long[]? Shape = null)
{
    /// <summary>The member alone.</summary>
    public string Member => Name.Split(' ')[0];

    public void Check()
    {
        using var scope = new TensorScope();
        var actual = Run();
        if (Shape is not null)
            Assert.Equal(Shape, actual.Shape.ToArray());
        double[] values = actual.Detach().To(ScalarType.Float64).ToArray<double>();
        Assert.Equal(Expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.True(Matches(Expected[i], values[i]), $"{Name}[{i}] is {values[i]:R}, not {Expected[i]:R}");
    }

    private static bool Matches(double expected, double actual) =>
        double.IsFinite(expected) ? Math.Abs(actual - expected) <= 2e-6 * Math.Max(1, Math.Abs(expected)) : expected.Equals(actual);
}
