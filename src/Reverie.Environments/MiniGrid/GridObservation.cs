using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid;

/// <summary>What a grid agent is given: an image of some kind, its heading, and its task in words.</summary>
/// <typeparam name="T">The element type of the image.</typeparam>
/// <remarks>The environment overwrites it at the next step; <see cref="Clone"/> what you keep.</remarks>
public sealed class GridObservation<T>(NdArray<T> image) : IDictObservation where T : unmanaged
{
    private static readonly string[] Names = ["image", "direction", "mission"];

    /// <summary>By default [7, 7, 3]: type, colour and state of each cell of the agent's view; wrappers put other images here.</summary>
    public NdArray<T> Image { get; } = image;

    public Direction Direction { get; set; }

    public string Mission { get; set; } = "";

    public IReadOnlyList<string> Keys => Names;

    public object this[string key] => key switch
    {
        "image" => Image,
        "direction" => (int)Direction,
        "mission" => Mission,
        _ => throw new KeyNotFoundException($"A grid observation has image, direction and mission, but no '{key}'."),
    };

    public int Integer(string key) => key == "direction" ? (int)Direction : (int)this[key];

    /// <summary>An independent copy.</summary>
    public GridObservation<T> Clone() => new(Image.Clone()) { Direction = Direction, Mission = Mission };
}
