using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Reverie.Torch.Native;

/// <summary>
/// What must be decided before libtorch loads, for this processor: OpenBLAS's kernels (its 0.3.21 takes new AMD cores for a
/// Haswell and halves GEMM) and its thread pool (the OpenMP build shares ATen's pool; two pools fight for the cores).
/// </summary>
internal static class ProcessTuning
{
    private static readonly string[] SharedPoolBlas =
    [
        "/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3",
        "/usr/lib/aarch64-linux-gnu/openblas-openmp/libblas.so.3",
    ];

    internal static List<string> Applied { get; } = [];

    internal static void Apply()
    {
        if (!OperatingSystem.IsLinux())
            return;
        ChooseCore();
        // Workers that wait spin for milliseconds by default, which starves a machine that has other work to do.
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
            Set("GOMP_SPINCOUNT", "20000", "OpenMP's waiting threads give way after a fraction of a millisecond");
        string? shared = SharedPoolBlas.FirstOrDefault(File.Exists);
        bool loaded = shared is not null && Libc.Open(shared, Libc.RtldNow | Libc.RtldGlobal) != 0;
        if (loaded)
            Applied.Add($"BLAS {shared} (shares ATen's OpenMP threads)");
        else
            Set("OPENBLAS_NUM_THREADS", "1", "OpenBLAS's own threads would fight with OpenMP's; install libopenblas0-openmp for a shared pool");
    }

    private static void ChooseCore()
    {
        if (Environment.GetEnvironmentVariable("REVERIE_OPENBLAS_CORETYPE") is { Length: > 0 } chosen)
            Set("OPENBLAS_CORETYPE", chosen, "REVERIE_OPENBLAS_CORETYPE asks for it");
        else if (RuntimeInformation.ProcessArchitecture == Architecture.X64 && Avx512F.IsSupported && Avx512DQ.IsSupported)
            Set("OPENBLAS_CORETYPE", "SkylakeX", "this processor has AVX-512, which OpenBLAS 0.3.21 does not use on its own on new cores");
    }

    private static void Set(string name, string value, string reason)
    {
        string? before = Environment.GetEnvironmentVariable(name);
        Libc.SetEnvironment(name, value, 1);
        Applied.Add($"{name}={value}{(before is null || before == value ? "" : $" instead of {before}")} ({reason})");
    }
}
