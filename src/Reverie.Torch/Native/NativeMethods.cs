using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reverie.Torch.Native;

/// <summary>Every function that Reverie imports from its native bridge (native/include/reverie.h) and from the C library.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Bridge = "reverie_native";

    static NativeMethods() => NativeLoader.EnsureLoaded();

    [LibraryImport(Bridge)] internal static partial byte* rv_last_error();
    [LibraryImport(Bridge)] internal static partial byte* rv_torch_version();
    [LibraryImport(Bridge)] internal static partial byte* rv_config();
    [LibraryImport(Bridge)] internal static partial void rv_tune_allocator();
    [LibraryImport(Bridge)] internal static partial int rv_set_threads(int threads);
    [LibraryImport(Bridge)] internal static partial int rv_get_threads();
    [LibraryImport(Bridge)] internal static partial int rv_cuda_device_count();

    [LibraryImport(Bridge, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rv_find_operator(string name, string overload);
    [LibraryImport(Bridge)] internal static partial int rv_call(nint op, NativeValue* args, int argCount, NativeValue* results, int capacity, int* resultCount);

    [LibraryImport(Bridge)] internal static partial void rv_release(nint tensor);
    [LibraryImport(Bridge)] internal static partial void rv_release_many(nint* tensors, int count);
    [LibraryImport(Bridge), SuppressGCTransition] internal static partial int rv_dim(nint tensor);
    [LibraryImport(Bridge), SuppressGCTransition] internal static partial long* rv_sizes(nint tensor);
    [LibraryImport(Bridge), SuppressGCTransition] internal static partial long rv_numel(nint tensor);
    [LibraryImport(Bridge), SuppressGCTransition] internal static partial int rv_dtype(nint tensor);
    [LibraryImport(Bridge), SuppressGCTransition] internal static partial long rv_device(nint tensor);
    [LibraryImport(Bridge), SuppressGCTransition] internal static partial int rv_is_contiguous(nint tensor);
    [LibraryImport(Bridge)] internal static partial void* rv_data(nint tensor);
    [LibraryImport(Bridge)] internal static partial int rv_from_memory(void* data, long bytes, long* sizes, int dim, int dtype, nint* result);
    [LibraryImport(Bridge)] internal static partial int rv_item(nint tensor, double* real, long* integer);

    [LibraryImport(Bridge), SuppressGCTransition] internal static partial int rv_requires_grad(nint tensor);
    [LibraryImport(Bridge)] internal static partial int rv_set_requires_grad(nint tensor, int value);
    [LibraryImport(Bridge)] internal static partial int rv_grad(nint tensor, nint* result);
    [LibraryImport(Bridge)] internal static partial int rv_set_grad(nint tensor, nint grad);
    [LibraryImport(Bridge)] internal static partial int rv_backward(nint loss, nint gradient, int retainGraph);
    [LibraryImport(Bridge)]
    internal static partial int rv_gradients(
        nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradOutputs, int retainGraph, int createGraph, nint* results);
    [LibraryImport(Bridge)]
    internal static partial int rv_checkpoint(
        nint input, nint output, long key, delegate* unmanaged[Cdecl]<long, nint, nint*, byte*, int, int> backward,
        delegate* unmanaged[Cdecl]<long, void> release, nint* result);
    [LibraryImport(Bridge), SuppressGCTransition] internal static partial int rv_grad_mode(int enabled);
    [LibraryImport(Bridge)] internal static partial int rv_autocast(int enabled, int dtype, int* before);
    [LibraryImport(Bridge)] internal static partial void rv_autocast_clear_cache();

    [LibraryImport(Bridge)] internal static partial int rv_generator_new(ulong seed, long device, nint* result);
    [LibraryImport(Bridge)] internal static partial int rv_generator_default(long device, nint* result);
    [LibraryImport(Bridge)] internal static partial void rv_generator_release(nint generator);
    [LibraryImport(Bridge)] internal static partial int rv_generator_seed(nint generator, ulong seed);
    [LibraryImport(Bridge)] internal static partial int rv_generator_state(nint generator, nint* state);
    [LibraryImport(Bridge)] internal static partial int rv_generator_set_state(nint generator, nint state);

    /// <summary>Turns a failed status into an exception that carries libtorch's own message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status, string what)
    {
        if (status != 0)
            Throw(what);
    }

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";

    private static void Throw(string what)
    {
        string message = Text(rv_last_error());
        int firstLine = message.IndexOf('\n', StringComparison.Ordinal);
        throw new TorchException($"{what}: {(firstLine > 0 ? message[..firstLine] : message)}");
    }
}
