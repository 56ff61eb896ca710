using System.Runtime.Intrinsics.X86;

namespace Reverie.Cli.Doctor;

/// <summary>What this processor can do, in the words of its makers.</summary>
internal static class Cpu
{
    internal static string Features()
    {
        const string CpuInfo = "/proc/cpuinfo";
        string model = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "processor"
            : "processor";
        bool bf16 = File.Exists(CpuInfo) && File.ReadLines(CpuInfo).Any(line => line.Contains("avx512_bf16", StringComparison.Ordinal));
        string[] features = [Avx2.IsSupported ? "AVX2" : "", Avx512F.IsSupported ? "AVX-512" : "", bf16 ? "bf16" : ""];
        return $"{model} with {string.Join(", ", features.Where(feature => feature.Length > 0))}";
    }
}
