using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Reverie.Architecture.Tests;

/// <summary>Who may lean on whom: an arrow never points up, no room names another room, Training names no algorithm.</summary>
public sealed partial class FloorTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Reverie.Torch"] = [],
        ["Reverie.Environments"] = [],
        ["Reverie.Language"] = ["Reverie.Torch"],
        ["Reverie.WorldModels"] = ["Reverie.Torch", "Reverie.Language"],
        ["Reverie.Training"] = ["Reverie.Torch", "Reverie.Environments"],
        ["Reverie.Algorithms"] = ["Reverie.Torch", "Reverie.Environments", "Reverie.Language", "Reverie.WorldModels", "Reverie.Training"],
        ["Reverie.Play"] = ["Reverie.Torch", "Reverie.Environments", "Reverie.Training"],
        ["Reverie.Cli"] =
            ["Reverie.Torch", "Reverie.Environments", "Reverie.Language", "Reverie.WorldModels", "Reverie.Training", "Reverie.Algorithms", "Reverie.Play"],
    };

    public static TheoryData<string> Floors => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder))];

    public static TheoryData<string> Rooms => [.. RoomNames()];

    [Theory]
    [MemberData(nameof(Floors))]
    public void Project_References_LeanDownwards(string floor)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", floor, $"{floor}.csproj"));
        var references = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        Assert.Subset(Allowed[floor].ToHashSet(), references.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void Source_Names_OnlyFloorsBelow(string floor)
    {
        var allowed = Allowed[floor].Append(floor).ToHashSet();
        Assert.Empty(Sources(floor).SelectMany(file => Named(file.Text).Where(name => !allowed.Contains(name)).Select(name => $"{file.Path} names {name}")));
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void Namespace_OfAFile_IsItsFolder(string floor)
    {
        Assert.Empty(Sources(floor)
            .Where(file => NamespaceLine().Match(file.Text) is { Success: true } found && !Fits(found.Groups["name"].Value, FolderName(file.Path)))
            .Select(file => file.Path));

        // Tensor, its functions and modes are one face, though they fill several folders.
        bool Fits(string name, string folder) => name == folder || (name == "Reverie.Torch" && floor == "Reverie.Torch");

        static string FolderName(string path) => Path.GetDirectoryName(path)!["src/".Length..].Replace('/', '.');
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_Source_NamesNoOtherRoom(string room)
    {
        string[] others = [.. RoomNames().Where(other => other != room)];
        Assert.Empty(Sources("Reverie.Algorithms").Where(file => file.Path.StartsWith($"src/Reverie.Algorithms/{room}/", StringComparison.Ordinal))
            .SelectMany(file => others.Where(other => file.Text.Contains($"Algorithms.{other}", StringComparison.Ordinal)).Select(other => $"{file.Path} names {other}")));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_Folder_BeginsWithItsReadme(string room) =>
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "Reverie.Algorithms", room, "README.md")), $"{room} has no README.md.");

    [Fact]
    public void Training_Source_NamesNoAlgorithm()
    {
        var rooms = new Regex($@"\b({string.Join('|', RoomNames())})[A-Z]\w*\b|\bAlgorithms\.({string.Join('|', RoomNames())})\b");
        // Comments may tell where a thing comes from.
        Assert.Empty(Sources("Reverie.Training").Where(file => rooms.IsMatch(Comment().Replace(file.Text, ""))).Select(file => file.Path));
    }

    private static IEnumerable<string> RoomNames() => Directory.GetDirectories(Path.Combine(Repository.Root, "src", "Reverie.Algorithms"))
        .Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj"));

    private static IEnumerable<(string Path, string Text)> Sources(string floor) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", floor), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(path => (path, File.ReadAllText(Path.Combine(Repository.Root, path))));

    /// <summary>The floors that a text names, by a using or by a full name.</summary>
    private static IEnumerable<string> Named(string text) => FloorName().Matches(text).Select(match => match.Value).Distinct()
        .Where(name => Allowed.ContainsKey(name));

    [GeneratedRegex(@"\bReverie\.[A-Z]\w+")]
    private static partial Regex FloorName();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
