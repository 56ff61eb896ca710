using Reverie.Torch.Native;

namespace Reverie.Torch;

public sealed unsafe partial class Tensor
{
    private static readonly Operator ToOp = new("aten::_to_copy");
    private static readonly Operator CloneOp = new("aten::clone");
    private static readonly Operator ContiguousOp = new("aten::contiguous");
    private static readonly Operator CopyInPlaceOp = new("aten::copy_");
    private const int ChannelsLastFormat = 2; // c10::MemoryFormat
    private static readonly Operator DetachOp = new("aten::detach");

    /// <summary>Converts to an element type; the same tensor where nothing changes.</summary>
    public Tensor To(ScalarType type) => DType == type ? this : Aten.Call(ToOp, this, type);

    /// <summary>Moves to a device; the same tensor where nothing changes.</summary>
    public Tensor To(Device device) =>
        Device.Type == device.Type && (device.IsCpu || Device.Index == device.Index) ? this : Aten.Call(ToOp, this, Value.None, Value.None, device);

    /// <summary>The value in IEEE single precision; the same tensor where it is that already.</summary>
    public Tensor Float() => To(ScalarType.Float32);

    /// <summary>The value as a 64-bit integer.</summary>
    public Tensor Long() => To(ScalarType.Int64);

    public Tensor Clone() => Aten.Call(CloneOp, this);

    public Tensor Contiguous() => IsContiguous ? this : Aten.Call(ContiguousOp, this);

    /// <summary>[N, C, H, W] with the channels of a pixel beside each other in memory; the same tensor where they are.</summary>
    public Tensor ChannelsLast() => Aten.Call(ContiguousOp, this, ChannelsLastFormat);

    /// <summary>The same values without their history.</summary>
    public Tensor Detach() => Aten.Call(DetachOp, this);

    /// <summary>Overwrites this tensor with another's values (broadcast and converted).</summary>
    public Tensor CopyFrom(Tensor source)
    {
        Aten.Run(CopyInPlaceOp, this, source);
        return this;
    }

    /// <summary>The only element.</summary>
    /// <exception cref="TorchException">The tensor has more or fewer than one element.</exception>
    public double Item()
    {
        double real;
        long integer;
        using var call = NativeCall.Enter();
        NativeMethods.Check(NativeMethods.rv_item(Handle, &real, &integer), "item");
        return real;
    }

    /// <summary>The only element of an integer or boolean tensor, exactly.</summary>
    public long ItemInt64()
    {
        double real;
        long integer;
        using var call = NativeCall.Enter();
        NativeMethods.Check(NativeMethods.rv_item(Handle, &real, &integer), "item");
        return integer;
    }

    /// <summary>The elements in row-major order. <typeparamref name="T"/> must have the element type's size.</summary>
    public T[] ToArray<T>() where T : unmanaged
    {
        var array = new T[NumElements];
        CopyTo(array.AsSpan());
        return array;
    }

    /// <summary>Copies the elements in row-major order.</summary>
    /// <exception cref="ArgumentException">The destination has another length or element size.</exception>
    public void CopyTo<T>(Span<T> destination) where T : unmanaged
    {
        if (sizeof(T) != DType.ByteSize() || destination.Length != NumElements)
            throw new ArgumentException($"A {this} does not fit into {destination.Length} elements of {sizeof(T)} bytes.", nameof(destination));
        var source = Device.IsCpu && IsContiguous ? this : Detach().To(Device.Cpu).Contiguous();
        using (NativeCall.Enter())
            new ReadOnlySpan<T>(NativeMethods.rv_data(source.Handle), destination.Length).CopyTo(destination);
        if (source != this)
            source.Dispose();
    }

    /// <summary>Overwrites a contiguous CPU tensor with memory of its element type, in row-major order.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the tensor is not contiguous on the CPU.</exception>
    public void SetData<T>(ReadOnlySpan<T> source) where T : unmanaged
    {
        using var call = NativeCall.Enter();
        source.CopyTo(Data<T>());
    }

    /// <summary>
    /// The memory of a contiguous CPU tensor. The span does not keep the tensor alive: it is valid until the tensor is disposed, its
    /// scope is left, or, in no scope, nobody refers to it any more.
    /// </summary>
    public Span<T> Data<T>() where T : unmanaged
    {
        if (sizeof(T) != DType.ByteSize() || !Device.IsCpu || !IsContiguous)
            throw new ArgumentException($"The memory of {this} cannot be seen as elements of {sizeof(T)} bytes.");
        if (NumElements > int.MaxValue)
            throw new ArgumentException($"{this} has more elements than a span; take parts of it with Narrow.");
        using var call = NativeCall.Enter();
        return new Span<T>(NativeMethods.rv_data(Handle), (int)NumElements);
    }

    /// <summary>Moves the values of this tensor object to a device; whoever holds the object sees them there.</summary>
    internal void MoveData(Device device)
    {
        var moved = To(device);
        if (ReferenceEquals(moved, this))
            return;
        bool requiresGrad = RequiresGrad;
        moved.KeepAlive();
        (nint handle, moved._handle) = (moved._handle, _handle);
        (_orphan, moved._orphan) = (moved._orphan, _orphan);
        _orphan?.Owner = this;
        moved._orphan?.Owner = moved;
        _handle = handle;
        RequiresGrad = requiresGrad;
        moved.Dispose();
    }

    /// <summary>All bytes of the elements, in row-major order.</summary>
    public byte[] ToBytes()
    {
        var source = Detach().To(Device.Cpu).Contiguous();
        byte[] bytes = new byte[checked(source.NumElements * source.DType.ByteSize())];
        using var call = NativeCall.Enter();
        new ReadOnlySpan<byte>(NativeMethods.rv_data(source.Handle), bytes.Length).CopyTo(bytes);
        return bytes;
    }
}
