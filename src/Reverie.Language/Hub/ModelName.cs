namespace Reverie.Language.Hub;

/// <summary>A model's name on the hub, such as <c>state-spaces/mamba-130m-hf</c>.</summary>
public sealed record ModelName
{
    private const int MaxLength = 96;

    private ModelName(string name) => Name = name;

    /// <summary>Organisation and name, or the name alone for the oldest models.</summary>
    public string Name { get; }

    /// <summary>The model's folder in the cache.</summary>
    public string CacheFolderName => "models--" + Name.Replace("/", "--", StringComparison.Ordinal);

    /// <exception cref="FormatException">This is no name that the hub could have.</exception>
    public static ModelName Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length <= 2 && text.Length <= MaxLength && Array.TrueForAll(parts, IsPart) && !text.Contains("--", StringComparison.Ordinal)
            ? new ModelName(text)
            : throw new FormatException($"'{text}' is neither a folder that exists nor a model name such as openai-community/gpt2; check the spelling.");
    }

    public override string ToString() => Name;

    private static bool IsPart(string part) =>
        part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && !part.Contains("..", StringComparison.Ordinal) && part[0] is not '-' and not '.' && part[^1] is not '-' and not '.';
}
