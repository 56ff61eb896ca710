using Reverie.Torch.Native;

namespace Reverie.Torch.Serialization;

/// <summary>
/// The guard before a file is opened whose name comes from outside: a device never ends, and a pipe keeps whoever opens it waiting for ever.
/// </summary>
public static class OrdinaryFile
{
    /// <summary>What stands in the way of reading a path as a file: that it is missing, a folder or something else; null where nothing does.</summary>
    /// <param name="path">Links are followed.</param>
    public static string? Obstacle(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            return "is no name of a file";
        return Libc.KindOf(path) switch
        {
            FileKind.Ordinary => null,
            FileKind.Folder => "is a folder",
            FileKind.Special => "is a device, a pipe or a socket",
            _ => "does not exist, or cannot be reached",
        };
    }

    /// <summary>Refuses a path behind which no ordinary file can be; that it is missing is left to whoever opens it.</summary>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket.</exception>
    public static void RefuseSpecial(string path)
    {
        if (Libc.KindOf(path) == FileKind.Special)
            throw new InvalidDataException($"'{path}' {Obstacle(path)}, which may never end; give an ordinary file.");
    }

    /// <summary>Opens a file inside a folder, whose name a list in the folder gives; neither it nor a folder on the way may be a link.</summary>
    /// <exception cref="InvalidDataException">It is no ordinary file.</exception>
    public static FileStream OpenInside(string folder, string name)
    {
        string path = folder;
        foreach (string part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
                throw new InvalidDataException($"'{name}' is a link to another place");
        }
        return Libc.KindOf(path) switch
        {
            FileKind.Ordinary => File.OpenRead(path),
            FileKind.None => throw new FileNotFoundException($"'{name}' is missing", path),
            _ => throw new InvalidDataException($"'{name}' {Obstacle(path)}"),
        };
    }
}
