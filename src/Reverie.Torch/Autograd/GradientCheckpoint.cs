using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>
/// Gradient checkpointing (Chen et al., 2016): a segment of a network runs without recording; backward runs it again with
/// recording and goes on from there. Memory for time.
/// </summary>
/// <remarks>
/// Parameters inside the segment get their gradients through <see cref="Tensor.Backward"/>;
/// <see cref="Tensor.Gradients"/> sees only the segment's input. The CPU's default generator is put back for the second
/// run, so dropout falls the same way.
/// </remarks>
public static unsafe class GradientCheckpoint
{
    private static readonly ConcurrentDictionary<long, Segment> Segments = new();
    private static long _nextKey;

    /// <summary>Runs a segment whose intermediate results are not kept.</summary>
    /// <param name="segment">A function of one tensor; what else it uses must live until backward and stay unchanged.</param>
    /// <param name="input">Its argument.</param>
    public static Tensor Run(Func<Tensor, Tensor> segment, Tensor input)
    {
        if (!GradMode.IsEnabled)
            return segment(input);
        byte[] randomState;
        using (var generator = Generator.Default())
            randomState = generator.GetState();
        using var scope = new TensorScope();
        Tensor output;
        using (new NoGrad())
            output = segment(input);
        long key = Interlocked.Increment(ref _nextKey);
        Segments[key] = new Segment(segment, input.Detach().KeepAlive(), input.RequiresGrad, randomState);
        nint tracked;
        using (NativeCall.Enter())
            NativeMethods.Check(NativeMethods.rv_checkpoint(input.Handle, output.Handle, key, &Recompute, &Release, &tracked), "checkpoint");
        return scope.Keep(Tensor.Own(tracked));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Recompute(long key, nint gradOutput, nint* gradInput, byte* message, int capacity)
    {
        try
        {
            using var scope = new TensorScope();
            using var recording = new EnableGrad();
            var grad = Tensor.Own(gradOutput);
            var segment = Segments[key];
            using var generator = Generator.Default();
            byte[] now = generator.GetState();
            generator.SetState(segment.RandomState);
            var input = segment.Input.Detach();
            input.RequiresGrad = segment.InputRequiresGrad;
            var output = segment.Function(input);
            generator.SetState(now);
            if (output.RequiresGrad)
                output.Backward(grad);
            *gradInput = input.Grad is { } result ? result.Release() : 0;
            return 0;
        }
        catch (Exception e)
        {
            byte[] text = Encoding.UTF8.GetBytes(e.Message);
            int length = Math.Min(text.Length, capacity - 1);
            text.AsSpan(0, length).CopyTo(new Span<byte>(message, length));
            message[length] = 0;
            return 1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(long key)
    {
        if (Segments.TryRemove(key, out var segment))
            segment.Input.Dispose();
    }

    private sealed record Segment(Func<Tensor, Tensor> Function, Tensor Input, bool InputRequiresGrad, byte[] RandomState);
}
