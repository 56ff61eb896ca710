using System.Reflection;

namespace Reverie.Training.Experiments;

/// <summary>Which code a run was made with: the version, and the commit that it was built from where the build knew it.</summary>
public static class CodeVersion
{
    public static string Current { get; } =
        typeof(CodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
