namespace Reverie.Torch.Onnx;

/// <summary>What somebody who runs an exported model must know of it.</summary>
/// <param name="Inputs">In the order of the file.</param>
/// <param name="Outputs">In the order of the file.</param>
/// <param name="Opset">Version of ONNX's operators that the model needs.</param>
public sealed record OnnxModelInfo(IReadOnlyList<OnnxPort> Inputs, IReadOnlyList<OnnxPort> Outputs, int Opset);
