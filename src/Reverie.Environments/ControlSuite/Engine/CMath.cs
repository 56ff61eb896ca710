using System.Runtime.InteropServices;

namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>Functions of the C library that .NET has no equal of.</summary>
internal static partial class CMath
{
    /// <summary>The logarithm of 1 + x, exact for small x too.</summary>
    [LibraryImport("libm.so.6", EntryPoint = "log1p")]
    [SuppressGCTransition]
    public static partial double Log1P(double x);
}
