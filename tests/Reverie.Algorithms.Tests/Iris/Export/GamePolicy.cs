// The example of docs/export.md, which a test holds to these lines.
using Microsoft.ML.OnnxRuntime;

namespace Reverie.Algorithms.Tests.Iris.Export;

public sealed class GamePolicy(string file) : IDisposable
{
    private readonly InferenceSession _session = new(file);
    private float[] _h = [], _c = [];

    /// <summary>At the start of an episode the memory is zero.</summary>
    public void Reset() => (_h, _c) = (new float[_session.InputMetadata["h"].Dimensions[1]], new float[_session.InputMetadata["c"].Dimensions[1]]);

    /// <summary>One step: a frame's bytes, all of red, then green, then blue, to the probability of every action.</summary>
    public float[] Step(byte[] frame)
    {
        int[] size = _session.InputMetadata["image"].Dimensions; // batch, 3, height, width
        using var image = OrtValue.CreateTensorValueFromMemory(frame, [1, 3, size[2], size[3]]);
        using var h = OrtValue.CreateTensorValueFromMemory(_h, [1, _h.Length]);
        using var c = OrtValue.CreateTensorValueFromMemory(_c, [1, _c.Length]);
        using var options = new RunOptions();
        using var outputs = _session.Run(options, ["image", "h", "c"], [image, h, c], ["action_probabilities", "h_out", "c_out"]);
        (_h, _c) = (outputs[1].GetTensorDataAsSpan<float>().ToArray(), outputs[2].GetTensorDataAsSpan<float>().ToArray());
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose() => _session.Dispose();
}
