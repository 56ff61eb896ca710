using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>A seeded random generator of libtorch, whose state can be saved and restored bit for bit.</summary>
public sealed unsafe class Generator : IDisposable
{
    private nint _handle;

    /// <param name="seed">The seed; the same seed gives the same numbers on the same device type.</param>
    /// <param name="device">Where the numbers are drawn; the CPU unless said otherwise.</param>
    public Generator(ulong seed, Device? device = null)
    {
        nint handle;
        NativeMethods.Check(NativeMethods.rv_generator_new(seed, (device ?? Device.Cpu).Code, &handle), "generator");
        _handle = handle;
    }

    private Generator(nint handle) => _handle = handle;

    internal nint Handle => _handle is var handle and not 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

    /// <summary>The generator from which operators without a generator argument (dropout) draw.</summary>
    public static Generator Default(Device? device = null)
    {
        nint handle;
        NativeMethods.Check(NativeMethods.rv_generator_default((device ?? Device.Cpu).Code, &handle), "default generator");
        return new Generator(handle);
    }

    public void Seed(ulong seed)
    {
        using var call = NativeCall.Enter();
        NativeMethods.Check(NativeMethods.rv_generator_seed(Handle, seed), "generator seed");
    }

    /// <summary>The whole state, as bytes.</summary>
    public byte[] GetState()
    {
        nint state;
        using (NativeCall.Enter())
            NativeMethods.Check(NativeMethods.rv_generator_state(Handle, &state), "generator state");
        using var tensor = Tensor.Own(state);
        return tensor.ToArray<byte>();
    }

    /// <summary>Continues exactly where <see cref="GetState"/> was called.</summary>
    public void SetState(ReadOnlySpan<byte> state)
    {
        using var tensor = Tensor.From(state, [state.Length], ScalarType.UInt8);
        using var call = NativeCall.Enter();
        NativeMethods.Check(NativeMethods.rv_generator_set_state(Handle, tensor.Handle), "generator state");
    }

    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
            HandleRelease.Generator(handle);
    }
}
