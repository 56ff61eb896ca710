using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.Torch.Tests.Modules;

/// <summary>Every module that can be exported gives under ONNX Runtime what it gives itself.</summary>
public sealed class OnnxModulesTests
{
    public static TheoryData<string, long[]> Layers => new()
    {
        { "linear", [3, 6] },
        { "linear over a sequence", [3, 5, 6] },
        { "linear without bias", [3, 6] },
        { "conv", [2, 6, 9, 7] },
        { "conv 3x3", [2, 6, 9, 7] },
        { "conv in groups", [2, 6, 9, 7] },
        { "layer norm", [3, 5, 6] },
        { "layer norm without bias", [3, 6] },
        { "group norm", [2, 6, 5, 4] },
        { "group norm of a sequence", [2, 6, 5] },
        { "sequential", [3, 6] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Forward_OnnxOfALayer_GivesTheSame(string name, long[] shape)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using Layer layer = name switch
        {
            "linear" or "linear over a sequence" => new Linear(6, 4, generator: generator),
            "linear without bias" => new Linear(6, 4, bias: false, generator),
            "conv" => new Conv2d(6, 4, 5, stride: 2, padding: 1, dilation: 1, generator: generator),
            "conv 3x3" => new Conv2d(6, 4, 3, padding: 1, generator: generator),
            "conv in groups" => new Conv2d(6, 4, 3, padding: 2, dilation: 2, groups: 2, bias: false, generator: generator),
            "layer norm" => new LayerNorm(6),
            "layer norm without bias" => new LayerNorm(6, bias: false),
            "group norm" or "group norm of a sequence" => new GroupNorm(3, 6, 1e-6),
            _ => new Sequential(
                new Linear(6, 8, generator: generator), new Activation(F.Silu, x => x.Silu()), new Dropout(0.5), new Linear(8, 4, generator: generator)),
        };
        layer.Eval();
        Formula.Fill(layer, "onnx");
        // Far from zero: normalisation has something to do.
        var input = (Formula.Input("x", shape) * 3) + 2;
        OnnxRun.AssertSame(layer.Forward, input, layer.Forward(input));
    }

    [Fact]
    public void Forward_OnnxOfAnEmbedding_GivesTheSame()
    {
        using var generator = new Generator(1);
        using var table = new Embedding(7, 5, generator);
        var input = Tensor.From([6L, 0, 3, 2], 2, 2);
        OnnxRun.AssertSame(table.Forward, input, table.Forward(input));
    }

    [Fact]
    public void Forward_OnnxOfAnLstmCell_GivesTheSameOverStepsWithItsStateCarried()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using var cell = new LstmCell(5, 4, generator);
        Formula.Fill(cell, "onnx");
        var graph = new OnnxGraph("lstm");
        var (hOut, cOut) = cell.Forward(
            graph.Input("x", OnnxType.Float32, "batch", 5), graph.Input("h", OnnxType.Float32, "batch", 4), graph.Input("c", OnnxType.Float32, "batch", 4));
        graph.Output("h_out", hOut, OnnxType.Float32, "batch", 4);
        graph.Output("c_out", cOut, OnnxType.Float32, "batch", 4);
        using var session = OnnxRun.Open(graph);
        var (h, c) = (Tensor.Zeros([3, 4]), Tensor.Zeros([3, 4]));
        var (onnxH, onnxC) = (h, c);
        for (int t = 0; t < 4; t++)
        {
            var x = Formula.Input($"x{t}", 3, 5) * 2;
            (h, c) = cell.Forward(x, h, c);
            var outputs = OnnxRun.Run(session, ("x", x), ("h", onnxH), ("c", onnxC));
            (onnxH, onnxC) = (outputs["h_out"], outputs["c_out"]);
            OnnxRun.AssertClose(h, onnxH, 1e-5);
            OnnxRun.AssertClose(c, onnxC, 1e-5);
        }
    }

    [Fact]
    public void Forward_LayerWithoutAFormInOnnx_SaysWhich()
    {
        var x = new OnnxGraph("test").Input("x", OnnxType.Float32, "batch", 4);
        using var activation = new Activation(F.Gelu);
        Assert.Contains("Activation cannot be exported", Assert.Throws<TorchException>(() => activation.Forward(x)).Message, StringComparison.Ordinal);
        using var convolution = new Conv1d(4, 4, 3);
        Assert.Contains("Conv1d cannot be exported", Assert.Throws<TorchException>(() => convolution.Forward(x)).Message, StringComparison.Ordinal);
    }
}
