using System.Reflection;

namespace Reverie.Environments.Registration;

/// <summary>Assemblies with environments, wrappers or algorithms of other people.</summary>
public static class PluginAssembly
{
    private const string House = "Reverie.";

    /// <summary>Loads an assembly; what it needs is looked for beside it.</summary>
    /// <exception cref="ArgumentException">It is none, or was made for another version of Reverie; the message is for whoever gave the path.</exception>
    public static Assembly Load(string path)
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.LoadFrom(Path.GetFullPath(path));
        }
        catch (FileNotFoundException e)
        {
            throw new ArgumentException($"There is no plug-in '{path}': give the path of a .NET assembly.", e);
        }
        catch (Exception e) when (e is FileLoadException or BadImageFormatException or ArgumentException or NotSupportedException or IOException)
        {
            throw new ArgumentException($"'{path}' is not a .NET assembly: give the path of a plug-in's .dll file.", e);
        }
        RequireThisVersion(path, assembly);
        return assembly;
    }

    /// <summary>One object of each public class in an assembly that is a <typeparamref name="T"/> and can be made without arguments.</summary>
    /// <exception cref="ArgumentException">The assembly needs another one that is not there, or one of the classes cannot be made.</exception>
    public static IReadOnlyList<T> CreateAll<T>(Assembly assembly) where T : class
    {
        try
        {
            return
            [
                .. assembly.GetExportedTypes().Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(T)))
                    .Select(type => (T)Activator.CreateInstance(type)!),
            ];
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or TypeLoadException)
        {
            throw new ArgumentException($"The plug-in {NameOf(assembly)} needs something that is not there: {e.Message}", e);
        }
        catch (Exception e) when (e is MissingMethodException or TargetInvocationException)
        {
            throw new ArgumentException(
                $"The plug-in {NameOf(assembly)} has a {typeof(T).Name} that cannot be made: {(e.InnerException ?? e).Message}", e);
        }
    }

    /// <summary>What to throw where an assembly offers nothing.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="offers">What it might have implemented.</param>
    public static ArgumentException Empty(Assembly assembly, params ReadOnlySpan<Type> offers) => new(
        $"The assembly {NameOf(assembly)} has no plug-in in it: add a public class that implements "
        + $"{string.Join(" or ", offers.ToArray().Select(type => type.Name))}.");

    private static void RequireThisVersion(string path, Assembly assembly)
    {
        var own = typeof(PluginAssembly).Assembly.GetName().Version!;
        var other = assembly.GetReferencedAssemblies().FirstOrDefault(
            name => name.Name!.StartsWith(House, StringComparison.Ordinal) && name.Version is { } version && version.Major != own.Major);
        if (other is not null)
        {
            throw new ArgumentException(
                $"The plug-in '{path}' was made for {other.Name} {other.Version}, and this is version {own}: build it against this version.");
        }
    }

    private static string NameOf(Assembly assembly) => assembly.GetName().Name!;
}
