namespace Reverie.Training.Configuration.Tree;

/// <summary>A leaf of the configuration tree. Its type is decided by the option that it is bound to.</summary>
/// <param name="text">The text, or null for YAML's null.</param>
/// <param name="quoted">True when the text was quoted, so that <c>'null'</c> stays a word.</param>
/// <param name="origin">Where it was written.</param>
public sealed class ConfigScalar(string? text, bool quoted, ConfigOrigin origin) : ConfigNode(origin)
{
    /// <summary>The text; null for YAML's null.</summary>
    public string? Text { get; } = quoted || !IsNullWord(text) ? text : null;

    /// <summary>True when the text was quoted: it is a string, whatever it looks like.</summary>
    public bool Quoted { get; } = quoted;

    /// <summary>True for YAML's null.</summary>
    public bool IsNull => Text is null;

    public override ConfigNode Clone() => this;

    public override string ToString() => Text ?? "null";

    internal static bool IsNullWord(string? text) => text is null or "" or "~" or "null" or "Null" or "NULL";

    internal override string Describe() => Text is null ? "null" : $"'{Text}'";
}
