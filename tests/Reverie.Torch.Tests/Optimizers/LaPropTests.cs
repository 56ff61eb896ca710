using Reverie.Torch.Optimizers;

namespace Reverie.Torch.Tests.Optimizers;

/// <summary>LaProp against steps recorded from DreamerV3 of 2024 and from another implementation of it; SGD against its formula.</summary>
public sealed class LaPropTests
{
    private static readonly string[] Names = ["w", "b", "s"];

    [Fact]
    public void Step_WithClippingAndWarmup_IsAsRecorded()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modern/modern.safetensors");
        Tensor[] parameters = [.. Names.Select(name => Leaf(golden[$"opt.p0.{name}"]))];
        using var optimizer = new LaProp([new ParameterGroup("all", parameters, 4e-5)]);
        for (int step = 0; step < 5; step++)
        {
            for (int i = 0; i < Names.Length; i++)
                parameters[i].Grad = golden[$"opt.g{step}.{Names[i]}"];
            optimizer.Step();
            for (int i = 0; i < Names.Length; i++)
                Close.Assert($"{Names[i]} after step {step}", golden[$"opt.p{step + 1}.{Names[i]}"], parameters[i], 2e-7);
        }
    }

    [Fact]
    public void Step_WithoutClippingAndWarmup_IsAsRecordedAndGoesOnFromItsState()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modern/modern.safetensors");
        var parameter = Leaf(golden["laprop.p0"]);
        var optimizer = Make();
        for (int step = 0; step < 4; step++)
        {
            parameter.Grad = golden[$"laprop.g{step}"];
            optimizer.Step();
            Close.Assert($"after step {step}", golden[$"laprop.p{step + 1}"], parameter, 1e-6);
            var state = optimizer.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
            optimizer.Dispose();
            optimizer = Make();
            optimizer.LoadStateDict(state);
        }
        optimizer.Dispose();

        LaProp Make() => new([new ParameterGroup("all", [parameter], 1e-3)], clip: 0, warmup: 0);
    }

    [Fact]
    public void Sgd_WithMomentumAndDecay_IsPyTorchsFormula()
    {
        using var scope = new TensorScope();
        var parameter = Leaf(Tensor.From([1f, -2], 2));
        var optimizer = Make();
        double[] expected = [1, -2], momentum = [0, 0];
        for (int step = 1; step <= 3; step++)
        {
            parameter.Grad = Tensor.From([step * 0.5f, 1], 2);
            optimizer.Step();
            for (int i = 0; i < 2; i++)
            {
                momentum[i] = (0.9 * momentum[i]) + (i == 0 ? step * 0.5 : 1) + (0.1 * expected[i]);
                expected[i] -= 0.01 * momentum[i];
                Assert.Equal(expected[i], parameter.ToArray<float>()[i], 1e-6);
            }
            var state = optimizer.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
            optimizer.Dispose();
            optimizer = Make();
            optimizer.LoadStateDict(state);
        }
        optimizer.Dispose();

        Sgd Make() => new([new ParameterGroup("all", [parameter], 0.01, weightDecay: 0.1)], momentum: 0.9);
    }

    private static Tensor Leaf(Tensor value)
    {
        var leaf = value.Clone();
        leaf.RequiresGrad = true;
        return leaf;
    }
}
