using System.Reflection;

namespace Reverie.Environments.Registration;

/// <summary>Loads plug-in assemblies.</summary>
public static class PluginLoader
{
    /// <summary>Loads an assembly and lets every public <see cref="IEnvironmentPlugin"/> in it register its environments.</summary>
    /// <exception cref="ArgumentException">There is no such assembly, or no plug-in in it.</exception>
    public static void Load(string path, EnvironmentRegistry registry)
    {
        Type[] plugins =
            [.. LoadAssembly(path).GetExportedTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IEnvironmentPlugin)))];
        if (plugins.Length == 0)
        {
            throw new ArgumentException(
                $"'{path}' has no public class that implements {nameof(IEnvironmentPlugin)}: add one that registers its environments.", nameof(path));
        }

        foreach (var plugin in plugins)
            ((IEnvironmentPlugin)Activator.CreateInstance(plugin)!).Register(registry);
    }

    private static Assembly LoadAssembly(string path)
    {
        try
        {
            return Assembly.LoadFrom(Path.GetFullPath(path));
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            throw new ArgumentException($"'{path}' cannot be loaded as a plug-in: give the path of a .NET assembly.", nameof(path), e);
        }
    }
}
