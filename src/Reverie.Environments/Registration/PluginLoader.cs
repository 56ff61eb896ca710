using System.Reflection;

namespace Reverie.Environments.Registration;

/// <summary>Registers what plug-in assemblies offer for this floor.</summary>
public static class PluginLoader
{
    /// <summary>Lets every public <see cref="IEnvironmentPlugin"/> of an assembly register its environments and wrappers.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">A plug-in cannot be made, or an id is taken.</exception>
    public static bool Register(Assembly assembly, EnvironmentRegistry environments, WrapperRegistry wrappers)
    {
        var plugins = PluginAssembly.CreateAll<IEnvironmentPlugin>(assembly);
        foreach (var plugin in plugins)
        {
            plugin.Register(environments);
            plugin.Register(wrappers);
        }
        return plugins.Count > 0;
    }

    /// <summary>Loads an assembly of environments and lets it register them and its wrappers.</summary>
    /// <exception cref="ArgumentException">There is no such assembly, or no plug-in in it.</exception>
    public static void Load(string path, EnvironmentRegistry environments, WrapperRegistry wrappers)
    {
        var assembly = PluginAssembly.Load(path);
        if (!Register(assembly, environments, wrappers))
            throw PluginAssembly.Empty(assembly, typeof(IEnvironmentPlugin));
    }
}
