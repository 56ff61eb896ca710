namespace Reverie.Cli.Experiments;

/// <summary>How other processes of this program are started.</summary>
internal static class OwnProgram
{
    /// <summary>The beginning of a command line: <c>reverie</c>, or <c>dotnet reverie.dll</c>.</summary>
    internal static IReadOnlyList<string> Command
    {
        get
        {
            string process = Environment.ProcessPath ?? "dotnet";
            return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Path.Combine(AppContext.BaseDirectory, "reverie.dll")] : [process];
        }
    }
}
