using System.Diagnostics;
using System.Text.Json;

namespace Reverie.Cli.Bench;

/// <summary>Runs the eager-PyTorch programs of benchmarks/peers, with our thread and BLAS settings or as installed.</summary>
internal static class PeerRunner
{
    private const string SharedPoolBlas = "/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3";

    /// <summary>The figures a program prints, by name.</summary>
    /// <param name="file">A file name in benchmarks/peers.</param>
    /// <param name="tuned">True: OpenMP's threads shared with BLAS, the processor's own kernels and large buffers kept, as
    /// Reverie sets them. False: nothing set.</param>
    /// <param name="progress">Told of each figure.</param>
    /// <exception cref="IOException">There is no Python with torch, or the program failed.</exception>
    internal static Dictionary<string, double> Run(string file, bool tuned, BenchProgress progress)
    {
        var start = new ProcessStartInfo(Python()) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add(Path.Combine(RepositoryRoot.Path, "benchmarks", "peers", file));
        foreach (string name in (string[])["OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])
            start.Environment.Remove(name);
        if (tuned)
            Tune(start.Environment);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var figures = new Dictionary<string, double>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith('{'))
                continue;
            using var json = JsonDocument.Parse(line);
            string name = json.RootElement.GetProperty("name").GetString()!;
            progress.Row(name);
            figures[name] = json.RootElement.GetProperty("value").GetDouble();
        }
        process.WaitForExit();
        return process.ExitCode == 0
            ? figures
            : throw new IOException($"benchmarks/peers/{file} failed: {errors.Result.Trim().Split('\n')[^1]}");
    }

    private static void Tune(IDictionary<string, string?> environment)
    {
        environment["OMP_NUM_THREADS"] = $"{Environment.ProcessorCount}";
        environment["MALLOC_MMAP_MAX_"] = "0";
        environment["MALLOC_TRIM_THRESHOLD_"] = "68719476736";
        if (System.Runtime.Intrinsics.X86.Avx512F.IsSupported)
            environment["OPENBLAS_CORETYPE"] = "SkylakeX";
        if (File.Exists(SharedPoolBlas))
            environment["LD_PRELOAD"] = SharedPoolBlas;
        else
            environment["OPENBLAS_NUM_THREADS"] = "1";
    }

    private static string Python()
    {
        string?[] candidates = [Environment.GetEnvironmentVariable("REVERIE_PYTHON"), "/usr/bin/python3", "python3"];
        foreach (string candidate in candidates.OfType<string>().Where(c => c.Length > 0))
        {
            var probe = new ProcessStartInfo(candidate, ["-c", "import torch"]) { RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
            try
            {
                using var process = Process.Start(probe)!;
                process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0)
                    return candidate;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // This candidate is not there; the next may be.
            }
        }
        throw new IOException("--peers needs a Python with torch: apt-get install python3-torch, or name one in REVERIE_PYTHON.");
    }
}
