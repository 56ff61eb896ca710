namespace Reverie.Training.Runs;

/// <summary>The shell scripts of a run: each calls the command of the same name for the run that it lies in.</summary>
internal static class RunScripts
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static void Write(string folder)
    {
        WriteOne(folder, "eval", "Evaluates this run's newest checkpoint");
        WriteOne(folder, "resume", "Goes on training from this run's newest checkpoint");
    }

    // The run may have been moved, and reverie may be on the PATH or in a folder above; both are found when the script runs.
    private static void WriteOne(string folder, string command, string purpose)
    {
        string path = Path.Combine(folder, command + ".sh");
        File.WriteAllText(path, $$"""
            #!/bin/sh
            # {{purpose}}; arguments are passed on.
            run=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
            reverie=${REVERIE:-}
            above=$run
            while [ -z "$reverie" ] && [ "$above" != / ]; do
              above=$(dirname -- "$above")
              [ -f "$above/reverie" ] && [ -x "$above/reverie" ] && reverie=$above/reverie
            done
            exec "${reverie:-reverie}" {{command}} "$run" "$@"

            """.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Executable);
    }
}
