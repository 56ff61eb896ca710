namespace Reverie.Training.Configuration.Tree;

/// <summary>Where a configuration value was written, for messages: a line of a file, an override, or the options record itself.</summary>
/// <param name="Text">The place in words, such as <c>configs/exp/small.yaml:12</c>.</param>
public sealed record ConfigOrigin(string Text)
{
    /// <summary>The default that the options record declares.</summary>
    public static ConfigOrigin BuiltIn { get; } = new("built-in default");

    /// <summary>True for an override of the command line.</summary>
    public bool IsOverride { get; private init; }

    /// <summary>A line of a YAML file.</summary>
    public static ConfigOrigin File(string path, long line) => new($"{path}:{line}");

    /// <summary>An override as the user typed it.</summary>
    public static ConfigOrigin Override(string text) => new($"override '{text}'") { IsOverride = true };

    public override string ToString() => Text;
}
