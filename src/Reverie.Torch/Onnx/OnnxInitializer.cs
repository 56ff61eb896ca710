namespace Reverie.Torch.Onnx;

/// <summary>A tensor that the file holds: a weight or a constant, its elements in row-major order and little-endian.</summary>
internal sealed record OnnxInitializer(string Name, OnnxType Type, long[] Shape, byte[] Data);
