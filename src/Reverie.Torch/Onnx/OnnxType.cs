namespace Reverie.Torch.Onnx;

/// <summary>Element types that an exported model uses, numbered as ONNX's <c>TensorProto.DataType</c>.</summary>
public enum OnnxType
{
    Float32 = 1,
    UInt8 = 2,
    Int64 = 7,
}
