using Reverie.Torch;
using Reverie.Torch.Onnx;

namespace Reverie.Training.Algorithms;

/// <summary>
/// What a player implements whose policy can leave Reverie: as an ONNX model, weights inside, which game engines and other runtimes
/// run without Reverie or libtorch. A policy that remembers takes its memory as inputs and gives it back as outputs, under the same
/// names with <c>_out</c>; zeros are the memory at the start of an episode. The first axis of everything is the batch, of any size.
/// </summary>
public interface IOnnxExport
{
    /// <summary>Writes the policy; <see cref="OnnxGraph"/> is the easiest way.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <returns>Inputs, outputs and the operators' version, for whoever will run the model.</returns>
    /// <exception cref="TorchException">The network has a part without a form in ONNX, or is too large for one file.</exception>
    OnnxModelInfo Export(Stream output);
}
