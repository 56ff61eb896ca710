using Reverie.Torch.Optimizers;

namespace Reverie.Torch.Tests.Optimizers;

/// <summary>What every optimizer promises, held by Adam.</summary>
public sealed class OptimizerTests
{
    [Theory]
    [InlineData(double.NaN, null)]
    [InlineData(double.PositiveInfinity, null)]
    [InlineData(double.NegativeInfinity, 1.0)]
    [InlineData(double.NaN, 1.0)]
    public void Step_AGradientIsNotFinite_NamesItAndMovesNothing(double value, double? maxNorm)
    {
        using var scope = new TensorScope();
        Tensor[] parameters = [Parameter(2), Parameter(3)];
        using var optimizer = new Adam([new("first", parameters[..1], 0.1), new("second", parameters[1..], 0.1)]);
        SetGradients(parameters, 1);
        optimizer.Step(maxNorm);
        byte[][] before = Snapshot();
        parameters[1].Grad = Tensor.From([1f, (float)value, 1]);
        var error = Assert.Throws<NonFiniteGradientException>(() => optimizer.Step(maxNorm));
        Assert.Contains("parameter 0 of the group 'second'", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());

        byte[][] Snapshot() => [.. parameters.Select(tensor => tensor.ToBytes()), .. optimizer.StateDict().Values.Select(tensor => tensor.ToBytes())];
    }

    [Fact]
    public void Step_WithAndWithoutClipping_GivesTheNormBefore()
    {
        using var scope = new TensorScope();
        var parameter = Parameter(4);
        using var optimizer = new Adam([parameter], 0.1);
        SetGradients([parameter], 3);
        Assert.Equal(6, optimizer.Step(), 1e-6);
        Assert.Equal(6, optimizer.Step(1.5), 1e-6);
        Assert.Equal(1.5, parameter.Grad!.Norm().Item(), 1e-5);
    }

    [Fact]
    public void Step_GroupsWithDifferentRates_MovesEachByItsOwn()
    {
        using var scope = new TensorScope();
        Tensor[] parameters = [Parameter(1), Parameter(1)];
        using var optimizer = new Adam([new("slow", parameters[..1], 0.01), new("fast", parameters[1..], 0.5)]);
        SetGradients(parameters, 2);
        optimizer.Step();
        // Adam's first step is the learning rate, whatever the gradient.
        Assert.Equal(-0.01, parameters[0].Item(), 1e-5);
        Assert.Equal(-0.5, parameters[1].Item(), 1e-5);
    }

    [Fact]
    public void Constructor_NamesOrParametersThatAreThereTwice_AreRefused()
    {
        using var scope = new TensorScope();
        Tensor[] parameters = [Parameter(1), Parameter(1)];
        var error = Assert.Throws<ArgumentException>(() => new Adam([new("a", parameters[..1], 1), new("a", parameters[1..], 1)]));
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new Adam([new("a", parameters, 1), new("b", parameters[1..], 1)]));
        Assert.Contains("'b'", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Parameter(long size)
    {
        var tensor = Tensor.Zeros([size]);
        tensor.RequiresGrad = true;
        return tensor;
    }

    private static void SetGradients(Tensor[] parameters, double value)
    {
        foreach (var parameter in parameters)
            parameter.Grad = Tensor.FullLike(parameter.Detach(), value);
    }
}
