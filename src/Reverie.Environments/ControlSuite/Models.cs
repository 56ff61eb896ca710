using System.Text;

namespace Reverie.Environments.ControlSuite;

/// <summary>The models' files.</summary>
internal static class Models
{
    /// <summary>The name of what every model includes: colours, light, textures.</summary>
    public const string Scene = "scene.xml";

    /// <summary>A scene without textures, for who takes no pictures.</summary>
    public static string Plain { get; } = Text("plain");

    /// <summary>The scene as dm_control draws it.</summary>
    public static string Full { get; } = Text("scene");

    /// <summary>A file of this library, by name.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(Models).Assembly.GetManifestResourceStream($"{name}.xml")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
