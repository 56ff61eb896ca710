using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Language;

/// <summary>What an agent sees that hears one word at every step.</summary>
public sealed class LanguageObservation : IDictObservation
{
    private static readonly string[] Names = ["image", "direction", "token", "is_read_step"];

    internal LanguageObservation(NdArray<byte> image) => Image = image;

    public NdArray<byte> Image { get; internal set; }

    public Direction Direction { get; internal set; }

    /// <summary>The word of this step, or 0 for silence.</summary>
    public int Token { get; internal set; }

    /// <summary>Whether the world waits while the agent reads: the action is ignored and should not count as a step.</summary>
    public bool IsReadStep { get; internal set; }

    public IReadOnlyList<string> Keys => Names;

    public object this[string key] => key switch
    {
        "image" => Image,
        _ => Integer(key),
    };

    public int Integer(string key) => key switch
    {
        "direction" => (int)Direction,
        "token" => Token,
        "is_read_step" => IsReadStep ? 1 : 0,
        _ => throw new KeyNotFoundException($"A language observation has image, direction, token and is_read_step, but no '{key}'."),
    };
}
