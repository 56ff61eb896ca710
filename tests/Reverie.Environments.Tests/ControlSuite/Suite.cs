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

    /// <summary>Whether this processor and C library round as those of the records did.</summary>
    public static bool RoundsAlike { get; } = Fma.IsSupported && Marshal.PtrToStringUTF8(CLibraryVersion()) == "2.36";

    public static JsonNode[] Records(string name) =>
        [.. JsonLines.Read(Repository.Golden($"control/dmc_{name}.jsonl.gz")).Select(line => JsonNode.Parse(line)!)];

    public static SuiteEnv Make(string name, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var task = SuiteDefinition.All.Single(task => $"{task.Domain}_{task.Name}" == name);
        return (SuiteEnv)Worlds.Registry.Make($"dmc/{task.Domain}-{task.Name}", arguments);
    }

    /// <summary>Where there is no engine, that is said and nothing else happens.</summary>
    /// <returns>Whether the engine is there.</returns>
    public static bool IsThere()
    {
        if (SuiteEnv.Missing is null)
            return true;
        using var environment = Make("cartpole_swingup");
        Assert.Contains("apt-get install libmujoco2.2.2", Assert.Throws<MuJoCoMissingException>(() => environment.Reset(0)).Message, StringComparison.Ordinal);
        return false;
    }

    /// <summary>Where nothing can draw without a screen, that is said and nothing else happens.</summary>
    /// <returns>Whether pictures can be taken.</returns>
    public static bool CanDraw()
    {
        using var environment = Make("cartpole_swingup");
        environment.Reset(0);
        try
        {
            environment.Render();
            return true;
        }
        catch (MuJoCoMissingException e)
        {
            Assert.Contains("apt-get install libosmesa6", e.Message, StringComparison.Ordinal);
            return false;
        }
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

    [LibraryImport("libc.so.6", EntryPoint = "gnu_get_libc_version")]
    private static partial nint CLibraryVersion();
}
