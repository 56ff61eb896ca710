namespace Reverie.Testing;

/// <summary>Interpreters for tests of environments in Python: python3 without packages, with or without the stand-ins under tests/Shared/Python.</summary>
internal static class StandIns
{
    /// <summary>With stand-ins for gymnasium and ale_py.</summary>
    public static string Python => Path.Combine(Repository.Root, "tests", "Shared", "Python", "python");

    /// <summary>With nothing.</summary>
    public static string BarePython => Path.Combine(Repository.Root, "tests", "Shared", "Python", "bare");
}
