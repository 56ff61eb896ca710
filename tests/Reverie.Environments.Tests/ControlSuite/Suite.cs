using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using Reverie.Environments.Conformance;
using Reverie.Environments.ControlSuite;
using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.ControlSuite;

/// <summary>The recorded Control Suite, and whether this machine can compute it.</summary>
internal static partial class Suite
{
    /// <summary>Names of the recorded tasks, such as <c>cartpole_swingup</c>.</summary>
    public static TheoryData<string> Names => [.. SuiteDefinition.All.Select(task => $"{task.Domain}_{task.Name}")];

    /// <summary>What is said where MuJoCo is missing; null where it is there.</summary>
    public static string? Missing { get; } = WhyMissing();

    /// <summary>Whether this processor and C library round as those of the records did.</summary>
    public static bool RoundsAlike { get; } = Fma.IsSupported && Marshal.PtrToStringUTF8(CLibraryVersion()) == "2.36";

    public static JsonNode[] Records(string name) =>
        [.. JsonLines.Read(Repository.Golden($"control/dmc_{name}.jsonl.gz")).Select(line => JsonNode.Parse(line)!)];

    public static SuiteEnv Make(string name)
    {
        var task = SuiteDefinition.All.Single(task => $"{task.Domain}_{task.Name}" == name);
        return new(task.Domain, task.Name);
    }

    /// <summary>Where there is no engine, that is said and nothing else happens.</summary>
    /// <returns>Whether the engine is there.</returns>
    public static bool IsThere()
    {
        if (Missing is null)
            return true;
        using var environment = Make("cartpole_swingup");
        Assert.Contains("apt-get install libmujoco2.2.2", Assert.Throws<MuJoCoMissingException>(() => environment.Reset(0)).Message, StringComparison.Ordinal);
        return false;
    }

    public static double[] Numbers(this JsonNode node) => node is JsonArray array
        ? [.. array.Select(number => number!.GetValue<double>())]
        : [node.GetValue<double>()];

    public static double[] Flat(this NamedNumbers observation)
    {
        double[] all = new double[observation.Length];
        observation.CopyTo(all);
        return all;
    }

    private static string? WhyMissing()
    {
        try
        {
            _ = MuJoCo.Instance;
            return null;
        }
        catch (MuJoCoMissingException e)
        {
            return e.Message;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "gnu_get_libc_version")]
    private static partial nint CLibraryVersion();
}
