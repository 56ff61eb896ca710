namespace Reverie.Torch.Onnx;

/// <summary>An input or output of a model.</summary>
public sealed record OnnxPort(string Name, OnnxType Type, IReadOnlyList<OnnxSize> Shape)
{
    /// <summary>Type and shape in one line: <c>uint8 [batch, 3, 64, 64]</c>.</summary>
    public string Layout => $"{Type.ToString().ToLowerInvariant()} [{string.Join(", ", Shape)}]";
}
