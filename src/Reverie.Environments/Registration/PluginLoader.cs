using System.Reflection;

namespace Reverie.Environments.Registration;

/// <summary>Registers what plug-in assemblies offer for this floor.</summary>
public static class PluginLoader
{
    /// <summary>Lets every public <see cref="IEnvironmentPlugin"/> of an assembly register its environments.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">A plug-in cannot be made, or an id is taken.</exception>
    public static bool Register(Assembly assembly, EnvironmentRegistry registry)
    {
        var plugins = PluginAssembly.CreateAll<IEnvironmentPlugin>(assembly);
        foreach (var plugin in plugins)
            plugin.Register(registry);
        return plugins.Count > 0;
    }

    /// <summary>Loads an assembly of environments and lets it register them.</summary>
    /// <exception cref="ArgumentException">There is no such assembly, or no plug-in in it.</exception>
    public static void Load(string path, EnvironmentRegistry registry)
    {
        var assembly = PluginAssembly.Load(path);
        if (!Register(assembly, registry))
            throw PluginAssembly.Empty(assembly, typeof(IEnvironmentPlugin));
    }
}
