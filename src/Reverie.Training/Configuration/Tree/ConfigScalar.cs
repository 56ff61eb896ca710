namespace Reverie.Training.Configuration.Tree;

/// <summary>
/// A leaf of the configuration tree: its text, for options that are texts, and the value that the text stands for where it was written. YAML's
/// <c>017</c> is fifteen, the command line's is a word.
/// </summary>
public sealed class ConfigScalar : ConfigNode
{
    /// <summary>A scalar as YAML reads it.</summary>
    /// <param name="text">The text, or null for YAML's null.</param>
    /// <param name="quoted">True when the text was quoted, so that <c>'null'</c> stays a word.</param>
    /// <param name="origin">Where it was written.</param>
    public ConfigScalar(string? text, bool quoted, ConfigOrigin origin)
        : this(text, quoted ? text : YamlScalar.Resolve(text), origin)
    {
    }

    /// <summary>A scalar whose value was made out already: null, bool, long, BigInteger, double or string.</summary>
    internal ConfigScalar(string? text, object? value, ConfigOrigin origin)
        : base(origin)
    {
        Value = value;
        Text = value is null ? null : text;
    }

    /// <summary>The text as it was written; null for null.</summary>
    public string? Text { get; }

    /// <summary>True for null.</summary>
    public bool IsNull => Value is null;

    /// <summary>The value: null, bool, long, BigInteger (beyond 64 bits), double or string.</summary>
    internal object? Value { get; }

    /// <summary>True for <c>???</c>: the value must be given.</summary>
    internal bool IsMissing => Text == "???";

    public override ConfigNode Clone() => this;

    public override string ToString() => Text ?? "null";

    internal override string Describe() => Unresolved is not null ? $"'{Unresolved}'" : Text is null ? "null" : $"'{Text}'";
}
