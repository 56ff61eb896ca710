using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.Torch.Tests.Onnx;

public sealed class OnnxGraphTests
{
    [Fact]
    public void Save_Model_SaysWhatItIs()
    {
        using var layer = new Linear(3, 2);
        var graph = new OnnxGraph("policy") { Properties = { ["algorithm"] = "iris", ["actions"] = "left, right" } };
        var x = graph.Input("x", OnnxType.UInt8, "batch", 3);
        graph.Output("y", layer.Forward(x.Float()), OnnxType.Float32, "batch", 2);
        using var file = new MemoryStream();
        var info = graph.Save(file);
        Assert.Equal("x: uint8 [batch, 3]", $"{info.Inputs.Single().Name}: {info.Inputs.Single().Layout}");
        Assert.Equal("y: float32 [batch, 2]", $"{info.Outputs.Single().Name}: {info.Outputs.Single().Layout}");
        Assert.Equal(17, info.Opset);
        using var session = OnnxRun.Open(file);
        Assert.Equal("Reverie", session.ModelMetadata.ProducerName);
        Assert.Equal("policy", session.ModelMetadata.GraphName);
        Assert.Equal(["actions", "algorithm", "reverie_version"], session.ModelMetadata.CustomMetadataMap.Keys.Order());
        Assert.Equal(graph.Properties, session.ModelMetadata.CustomMetadataMap);
        var input = session.InputMetadata["x"];
        Assert.Equal((typeof(byte), "batch", 3), (input.ElementType, input.SymbolicDimensions[0], input.Dimensions[1]));
        Assert.Equal(new[] { -1, 2 }, session.OutputMetadata["y"].Dimensions);
    }

    [Fact]
    public void Save_WeightUsedTwice_StandsInTheFileOnceUnderItsName()
    {
        using var scope = new TensorScope();
        using var layer = new Linear(100, 100, bias: false);
        long once = Length(1), twice = Length(2);
        Assert.InRange(once, 40_000, 41_000);
        Assert.InRange(twice - once, 1, 500);

        long Length(int times)
        {
            var graph = new OnnxGraph("test");
            graph.NameWeights(layer.NamedParameters("body."));
            var x = graph.Input("x", OnnxType.Float32, "batch", 100);
            for (int i = 0; i < times; i++)
                x = layer.Forward(x);
            graph.Output("y", x, OnnxType.Float32, "batch", 100);
            Assert.Equal("body.weight", graph.Weight(layer.Weight).Name);
            using var file = new MemoryStream();
            graph.Save(file);
            return file.Length;
        }
    }

    [Fact]
    public void Save_WeightsTrainedAfterwards_HoldsThemAsTheyWere()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var layer = new Linear(3, 2);
        var input = Tensor.Ones([1, 3]);
        var before = layer.Forward(input);
        OnnxRun.AssertSame(
            x =>
            {
                var y = layer.Forward(x);
                layer.Weight.CopyFrom(layer.Weight + 1);
                return y;
            },
            input, before, 1e-6);
    }

    [Fact]
    public void Weight_InBfloat16_BecomesFloat32()
    {
        using var scope = new TensorScope();
        var weight = Formula.Input("weight", 4, 4).To(ScalarType.BFloat16);
        var input = Formula.Input("x", 2, 4);
        OnnxRun.AssertSame(x => x.MatMul(x.Graph.Weight(weight)), input, input.MatMul(weight.Float()), 1e-6);
    }

    [Fact]
    public void Weight_MoreThanTwoGigabytes_IsRefusedInOneSentence()
    {
        using var scope = new TensorScope();
        // One number, seen a thousand million times: nothing is allocated.
        var vast = Tensor.Zeros([1]).Expand(1_000_000_000);
        string message = Assert.Throws<TorchException>(() => new OnnxGraph("policy").Weight(vast)).Message;
        Assert.Contains("'policy' take more than 2 GB", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_ValueOfAnotherGraph_IsRefused()
    {
        var here = new OnnxGraph("here").Input("x", OnnxType.Float32, "batch");
        var there = new OnnxGraph("there").Input("z", OnnxType.Float32, "batch");
        string message = Assert.Throws<ArgumentException>(() => here + there).Message;
        Assert.Contains("'z', an input of Add, belongs to another graph", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_AttributeOfAnUnknownKind_IsRefused()
    {
        var graph = new OnnxGraph("test");
        var x = graph.Input("x", OnnxType.Float32, "batch");
        x.Call("Relu", ("flag", true));
        Assert.Contains("'flag' is a Boolean", Assert.Throws<ArgumentException>(() => graph.Save(Stream.Null)).Message, StringComparison.Ordinal);
    }
}
