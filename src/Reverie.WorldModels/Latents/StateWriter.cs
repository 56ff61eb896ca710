using Reverie.Torch;

namespace Reverie.WorldModels.Latents;

/// <summary>The bytes of tensors whose shapes the reader knows.</summary>
internal static class StateWriter
{
    public static void Write(BinaryWriter writer, Tensor tensor) => writer.Write(tensor.Contiguous().To(Device.Cpu).ToBytes());

    /// <summary>A tensor of the same shape, type and device as another one.</summary>
    public static Tensor Read(BinaryReader reader, Tensor like) => Read(reader, like.Shape, like.DType, like.Device);

    public static Tensor Read(BinaryReader reader, ReadOnlySpan<long> shape, ScalarType type, Device device)
    {
        var tensor = Tensor.Zeros(shape, type);
        byte[] bytes = reader.ReadBytes(tensor.ToBytes().Length);
        return Tensor.From<byte>(bytes, shape, type).To(device);
    }
}
