using Reverie.Torch.Optimizers;

namespace Reverie.Torch.Tests.Optimizers;

/// <summary>The arithmetic of Adam, AdamW and norm clipping against PyTorch's, on recorded gradients: large, tiny and zero ones.</summary>
public sealed class AdamTests
{
    private static readonly string[] Names = ["a.weight", "b.weight", "b.bias"];

    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void Step_RecordedGradients_MatchesPyTorch(string name)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("iris/optimizer/optimizer.safetensors");
        var parameters = Initial(golden);
        using var optimizer = Create(golden, name, parameters);
        int steps = golden.Json.GetProperty("steps").GetInt32();
        for (int step = 1; step <= steps; step++)
            Step(golden, name, parameters, optimizer, step);
        var state = optimizer.StateDict();
        foreach (var (index, part) in Names.Index())
        {
            golden.AssertClose($"{name}.exp_avg.{part}", state[$"{index}.exp_avg"]);
            golden.AssertClose($"{name}.exp_avg_sq.{part}", state[$"{index}.exp_avg_sq"]);
            Assert.Equal(steps, state[$"{index}.step"].Item());
        }
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void LoadStateDict_AfterTwoSteps_GoesOnAsRecorded(string name)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("iris/optimizer/optimizer.safetensors");
        var parameters = Initial(golden);
        using var first = Create(golden, name, parameters);
        Step(golden, name, parameters, first, 1);
        Step(golden, name, parameters, first, 2);
        using var second = Create(golden, name, parameters);
        second.LoadStateDict(first.StateDict());
        for (int step = 3; step <= golden.Json.GetProperty("steps").GetInt32(); step++)
            Step(golden, name, parameters, second, step);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Step_GradientsOfFewRows_MovesThemOnAndLeavesTheOthersAlone(ScalarType type)
    {
        const int Rows = 5, Width = 100;
        using var scope = new TensorScope();
        var table = Tensor.Ones([Rows, Width], type);
        using var optimizer = new Adam([table], 0.1);
        double average = 0, square = 0, expected = 1;
        for (int step = 1; step <= 3; step++)
        {
            double gradient = step == 1 ? 0.5 : 0; // later steps go on by momentum alone
            using var noGrad = new NoGrad();
            table.Grad = Tensor.Zeros([Rows, Width], type);
            table.Grad.Select(0, 2).AddInPlace(Tensor.Ones([Width], type), gradient);
            optimizer.Step();
            (average, square) = ((0.9 * average) + (0.1 * gradient), (0.999 * square) + (0.001 * gradient * gradient));
            expected -= 0.1 * average / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(square / (1 - Math.Pow(0.999, step))) + 1e-8);
        }
        double[] values = table.To(ScalarType.Float64).ToArray<double>();
        Assert.All(values.Index(), entry => Assert.Equal(entry.Index / Width == 2 ? expected : 1, entry.Item, type == ScalarType.Float64 ? 1e-12 : 1e-6));
    }

    private static void Step(GoldenFile golden, string name, Tensor[] parameters, Adam optimizer, int step)
    {
        foreach (var (part, parameter) in Names.Zip(parameters))
            parameter.Grad = golden[$"grad{step}.{part}"].Clone();
        golden.AssertClose($"{name}.total_norm_{step}", GradientClipping.ClipNorm(parameters, golden.Json.GetProperty("max_grad_norm").GetDouble()));
        optimizer.Step();
        foreach (var (part, parameter) in Names.Zip(parameters))
            golden.AssertClose($"{name}.step{step}.{part}", parameter);
    }

    private static Tensor[] Initial(GoldenFile golden) => Array.ConvertAll(Names, name =>
    {
        var parameter = golden[$"initial.{name}"].Clone();
        parameter.RequiresGrad = true;
        return parameter;
    });

    private static Adam Create(GoldenFile golden, string name, Tensor[] parameters)
    {
        var settings = golden.Json.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        double rate = settings.GetProperty("learning_rate").GetDouble(), eps = golden.Json.GetProperty("eps").GetDouble();
        double[] betas = [.. golden.Json.GetProperty("betas").EnumerateArray().Select(beta => beta.GetDouble())];
        return name == "adam"
            ? new Adam(parameters, rate, betas[0], betas[1], eps)
            : new Adam(
                [new("decayed", parameters[..2], rate, settings.GetProperty("weight_decay").GetDouble()), new("others", parameters[2..], rate)],
                betas[0], betas[1], eps, decoupled: true);
    }
}
