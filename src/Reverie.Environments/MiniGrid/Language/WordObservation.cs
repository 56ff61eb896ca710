using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Language;

/// <summary>A grid observation whose mission is a row of numbers.</summary>
public sealed class WordObservation : IDictObservation
{
    private static readonly string[] Names = ["image", "direction", "mission"];

    internal WordObservation(NdArray<byte> image, NdArray<int> mission) => (Image, Mission) = (image, mission);

    public NdArray<byte> Image { get; internal set; }

    public Direction Direction { get; internal set; }

    /// <summary>One token a word, padded with zeros.</summary>
    public NdArray<int> Mission { get; }

    public IReadOnlyList<string> Keys => Names;

    public object this[string key] => key switch
    {
        "image" => Image,
        "direction" => (int)Direction,
        "mission" => Mission,
        _ => throw new KeyNotFoundException($"A word observation has image, direction and mission, but no '{key}'."),
    };

    public int Integer(string key) => key == "direction" ? (int)Direction : (int)this[key];
}
