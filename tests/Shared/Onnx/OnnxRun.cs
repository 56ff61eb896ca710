using Microsoft.ML.OnnxRuntime;
using Reverie.Torch;
using Reverie.Torch.Onnx;

namespace Reverie.Testing;

/// <summary>Runs exported graphs with ONNX Runtime.</summary>
internal static class OnnxRun
{
    /// <summary>A graph as the runtime loads it.</summary>
    public static InferenceSession Open(OnnxGraph graph)
    {
        using var file = new MemoryStream();
        graph.Save(file);
        return Open(file);
    }

    /// <summary>A saved model as the runtime loads it.</summary>
    public static InferenceSession Open(MemoryStream file)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        return new InferenceSession(file.ToArray(), options);
    }

    /// <summary>The outputs by name.</summary>
    public static Dictionary<string, Tensor> Run(InferenceSession session, params (string Name, Tensor Tensor)[] inputs)
    {
        using var options = new RunOptions();
        OrtValue[] values = [.. inputs.Select(input => ToValue(input.Tensor))];
        using var outputs = session.Run(options, [.. inputs.Select(input => input.Name)], values, session.OutputNames);
        foreach (var value in values)
            value.Dispose();
        return session.OutputNames.Zip(outputs).ToDictionary(pair => pair.First, pair => ToTensor(pair.Second));
    }

    /// <summary>Holds a layer that was exported with a free batch axis against what the layer itself gives.</summary>
    public static void AssertSame(Func<OnnxValue, OnnxValue> layer, Tensor input, Tensor expected, double tolerance = 1e-4)
    {
        var graph = new OnnxGraph("test");
        var x = graph.Input("x", TypeOf(input), Shape(input));
        graph.Output("y", layer(x), TypeOf(expected), Shape(expected));
        using var session = Open(graph);
        AssertClose(expected, Run(session, ("x", input))["y"], tolerance);
    }

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        double distance = (expected.Detach().Float() - actual.Float()).Abs().Max().Item();
        Assert.True(distance <= tolerance, $"The runtime's result is {distance:E2} away.");
    }

    private static OnnxSize[] Shape(Tensor tensor) => ["batch", .. tensor.Shape[1..].ToArray()];

    private static OnnxType TypeOf(Tensor tensor) => tensor.DType switch
    {
        ScalarType.UInt8 => OnnxType.UInt8,
        ScalarType.Int64 => OnnxType.Int64,
        _ => OnnxType.Float32,
    };

    private static OrtValue ToValue(Tensor tensor)
    {
        long[] shape = tensor.Shape.ToArray();
        return tensor.DType switch
        {
            ScalarType.UInt8 => OrtValue.CreateTensorValueFromMemory(tensor.ToArray<byte>(), shape),
            ScalarType.Int64 => OrtValue.CreateTensorValueFromMemory(tensor.ToArray<long>(), shape),
            _ => OrtValue.CreateTensorValueFromMemory(tensor.ToArray<float>(), shape),
        };
    }

    private static Tensor ToTensor(OrtValue value)
    {
        var (type, shape) = (value.GetTensorTypeAndShape().ElementDataType, value.GetTensorTypeAndShape().Shape);
        return type == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64
            ? Tensor.From(value.GetTensorDataAsSpan<long>(), shape)
            : Tensor.From(value.GetTensorDataAsSpan<float>(), shape);
    }
}
