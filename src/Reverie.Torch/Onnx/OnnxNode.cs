namespace Reverie.Torch.Onnx;

/// <summary>One operator of a graph; an input that is left out is empty.</summary>
internal sealed record OnnxNode(string Name, string Operator, string[] Inputs, string[] Outputs, (string Name, object Value)[] Attributes);
