using System.Runtime.InteropServices;

namespace Reverie.Environments.Gymnasium;

/// <summary>The call of the C library that .NET lacks: a signal to a whole group of processes.</summary>
internal static partial class Libc
{
    private const int KillSignal = 9;

    /// <summary>Ends all processes of a group; those that are gone already are no mistake.</summary>
    public static void KillGroup(int group)
    {
        if (!OperatingSystem.IsWindows())
            _ = Kill(-group, KillSignal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
