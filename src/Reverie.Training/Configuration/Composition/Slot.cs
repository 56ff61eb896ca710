using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>Where an entry of a defaults list leads: the folder that it is looked up in, and the package that its keys go to.</summary>
/// <param name="Group">Folder below the root, with slashes.</param>
/// <param name="Package">Dotted path in the configuration, before the file's own header is looked at.</param>
internal readonly record struct Slot(string Group, string Package)
{
    private const string Global = "_global_";

    /// <summary>
    /// What an override calls the entry: its group, with the package where that is not the group's usual one (<c>optim</c>,
    /// <c>optim@algo.optimizer</c>, <c>exp@_global_</c>).
    /// </summary>
    public string Key => Package == Group.Replace('/', '.') ? Group : $"{Group}@{(Package.Length == 0 ? Global : Package)}";

    /// <summary>The place of an entry in a file.</summary>
    /// <param name="parentGroup">Folder of the file.</param>
    /// <param name="parentPackage">Package of the file.</param>
    /// <param name="name">The group as written: from the file's folder, or from the root with a leading slash.</param>
    /// <param name="package">What follows <c>@</c>: below the file's package, or <c>_global_</c>, <c>_here_</c>, <c>_group_</c>; or null.</param>
    public static Slot Of(string parentGroup, string parentPackage, string name, string? package)
    {
        string group = name.StartsWith('/') ? name.TrimStart('/') : parentGroup.Length == 0 ? name : name.Length == 0 ? parentGroup : $"{parentGroup}/{name}";
        string below = name.TrimStart('/').Replace('/', '.');
        return new Slot(group, package switch
        {
            null => below.Length == 0 ? parentPackage : ConfigMap.Join(parentPackage, below),
            "_here_" => parentPackage,
            _ => Absolute(package.Replace("_group_", $"{Global}.{group.Replace('/', '.')}"), parentPackage),
        });
    }

    /// <summary>The package that a file's header names.</summary>
    public static string OfHeader(string header) => Absolute(header, "");

    private static string Absolute(string package, string parentPackage)
    {
        int global = package.LastIndexOf(Global, StringComparison.Ordinal);
        return global < 0
            ? package.Length == 0 ? parentPackage : ConfigMap.Join(parentPackage, package)
            : package[(global + Global.Length)..].TrimStart('.');
    }
}
