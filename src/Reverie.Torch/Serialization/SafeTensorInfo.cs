namespace Reverie.Torch.Serialization;

/// <summary>What a .safetensors header says of one tensor.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the start of the data section.</param>
/// <param name="End">One past the last byte, counted from the start of the data section.</param>
public sealed record SafeTensorInfo(string Name, ScalarType Type, long[] Shape, long Begin, long End)
{
    /// <summary>Bytes that the tensor takes.</summary>
    public long ByteCount => End - Begin;
}
