using Reverie.Torch.Onnx;

namespace Reverie.Torch.Tests.Onnx;

/// <summary>What a value can do in a graph is what the tensor operation of the same name does.</summary>
public sealed class OnnxValueTests
{
    public static TheoryData<string> Operations => [.. Functions.Keys];

    private static Dictionary<string, (Func<OnnxValue, OnnxValue> Onnx, Func<Tensor, Tensor> Torch)> Functions { get; } = new(StringComparer.Ordinal)
    {
        ["relu"] = (x => x.Relu(), F.Relu),
        ["silu"] = (x => x.Silu(), F.Silu),
        ["sigmoid"] = (x => x.Sigmoid(), x => x.Sigmoid()),
        ["tanh"] = (x => x.Tanh(), x => x.Tanh()),
        ["softmax over channels"] = (x => x.Softmax(1), x => x.Softmax(1)),
        ["softmax"] = (x => x.Softmax(-1), x => x.Softmax(-1)),
        ["sum"] = (x => x.Sum(2), x => x.Sum([2])),
        ["square"] = (x => x.Square(), x => x.Square()),
        ["argmin"] = (x => x.ArgMin(-1), x => x.ArgMin(-1)),
        ["clamp"] = (x => x.Clamp(-0.5, 0.25), x => x.Clamp(-0.5, 0.25)),
        ["arithmetic"] = (x => ((x + 1) * 3 - x * x - 0.5 + x) / 2, x => ((x + 1) * 3 - x * x - 0.5 + x) / 2),
        ["flatten"] = (x => x.Flatten(), x => x.Flatten(1)),
        ["reshape, permute, matmul"] = (
            x => x.Reshape(0, 0, -1).MatMul(x.Reshape(0, 0, -1).Permute(0, 2, 1)), x => x.Flatten(2).MatMul(x.Flatten(2).T)),
        ["unsqueeze and squeeze"] = (x => x.Unsqueeze(1).Relu().Squeeze(1), F.Relu),
        ["shape of another"] = (x => x.Flatten().Reshape(x.ShapeOf()), x => x),
        ["pad"] = (x => x.Pad(1, 2), x => F.Pad(x, [0, 2, 0, 1])),
        ["max pool"] = (x => x.MaxPool2x2().Relu(), F.MaxPool2x2Relu),
        ["upsample"] = (x => x.UpsampleNearest2d(3), x => F.UpsampleNearest2d(x, 3)),
        ["pixel shuffle"] = (x => x.PixelShuffle(2), x => F.PixelShuffle(x, 2)),
        ["pixel unshuffle"] = (x => x.PixelUnshuffle(2, 8), x => F.PixelUnshuffle(x, 2)),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Value_Operation_IsThatOfTheTensor(string name)
    {
        using var scope = new TensorScope();
        var (onnx, torch) = Functions[name];
        var input = Formula.Input(name, 2, 8, 4, 6) * 3;
        OnnxRun.AssertSame(onnx, input, torch(input), 1e-5);
    }

    [Fact]
    public void Float_OfBytes_KeepsThem()
    {
        using var scope = new TensorScope();
        var input = Tensor.From((ReadOnlySpan<byte>)[0, 1, 127, 128, 255, 7], 2, 3);
        OnnxRun.AssertSame(x => x.Float() / 255, input, input.Float() / 255, 1e-6);
    }
}
