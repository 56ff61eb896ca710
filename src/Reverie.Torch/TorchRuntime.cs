using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>The libtorch of this process: its version, threads, processor features and devices.</summary>
public static unsafe class TorchRuntime
{
    /// <summary>The version of libtorch that the bridge was built against and runs with.</summary>
    public static string Version => NativeMethods.Text(NativeMethods.rv_torch_version());

    /// <summary>Threads inside one operator (OpenMP). Set it once, before the first heavy operator.</summary>
    /// <exception cref="TorchException">There are none, or many times as many as processors.</exception>
    public static int Threads
    {
        get => NativeMethods.rv_get_threads();
        set => NativeMethods.Check(NativeMethods.rv_set_threads(value), "threads");
    }

    /// <summary>The instruction set of ATen's own kernels: baseline, AVX2 or AVX512.</summary>
    public static string CpuCapability => BuildSettings.Split('\n')
        .FirstOrDefault(line => line.Contains("CPU capability usage", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    public static int CudaDeviceCount => NativeMethods.rv_cuda_device_count();

    /// <summary>ATen's build settings, several lines.</summary>
    public static string BuildSettings => NativeMethods.Text(NativeMethods.rv_config());

    /// <summary>Where the bridge was loaded from; null before the first tensor.</summary>
    public static string? BridgePath => NativeLoader.LoadedFrom;

    /// <summary>The libtorch file that the bridge belongs to; null where the bridge carries no record.</summary>
    public static string? TorchLibrary => NativeLoader.Record?.TorchLibrary;

    /// <summary>Every path at which the bridge was looked for.</summary>
    public static IReadOnlyList<string> PathsTried => NativeLoader.Tried;

    /// <summary>What was set for this processor before libtorch was loaded, with the reasons.</summary>
    public static IReadOnlyList<string> Tuning => ProcessTuning.Applied;

    /// <summary>
    /// Keeps large buffers mapped between steps (glibc maps each above 32 MB afresh and every page faults again):
    /// two to three times faster steps for some more resident memory. Meant for programs that train.
    /// </summary>
    public static void KeepLargeBuffersMapped() => NativeMethods.rv_tune_allocator();

    /// <summary>
    /// Ends this process with a code when libtorch is loaded, without libtorch's own clean-up; does nothing otherwise. At a normal end
    /// its static objects are destroyed while its threads and ours may still be at work, which ends some versions with a segmentation
    /// fault after all is done. For the last line of a program, when its files are closed.
    /// </summary>
    public static void EndProcess(int code)
    {
        if (BridgePath is null)
            return;
        Console.Out.Flush();
        Console.Error.Flush();
        Libc.ExitNow(code);
    }

    /// <summary>Seeds the default generators of every device.</summary>
    public static void ManualSeed(ulong seed)
    {
        using (var cpu = Generator.Default())
            cpu.Seed(seed);
        for (int i = 0; i < CudaDeviceCount; i++)
        {
            using var cuda = Generator.Default(Device.Cuda(i));
            cuda.Seed(seed);
        }
    }
}
