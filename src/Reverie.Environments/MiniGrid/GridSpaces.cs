using System.Numerics;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid;

/// <summary>The observation spaces that grid environments and their wrappers declare.</summary>
internal static class GridSpaces
{
    public static DictSpace<GridObservation<T>> Make<T>(int width, int height, int channels, T high, MissionSpace missions, T low = default)
        where T : unmanaged, INumber<T> =>
        new(
            Assemble<T>,
            ("image", new Box<T>(low, high, width, height, channels)),
            ("direction", new Discrete(4)),
            ("mission", missions));

    /// <summary>An observation of given parts.</summary>
    public static GridObservation<T> Assemble<T>(IReadOnlyDictionary<string, object> parts) where T : unmanaged =>
        new((NdArray<T>)parts["image"]) { Direction = (Direction)(int)parts["direction"], Mission = (string)parts["mission"] };

    /// <summary>The space of an environment's images.</summary>
    public static Box<byte> ImageSpace(Environment<GridObservation<byte>, int> environment) =>
        (Box<byte>)((DictSpace<GridObservation<byte>>)environment.ObservationSpace)["image"];

    /// <summary>The grid world beneath all wrappers.</summary>
    /// <exception cref="ArgumentException">There is another environment.</exception>
    public static MiniGridEnv GridBeneath(IEnvironment environment) => environment.Unwrapped as MiniGridEnv
        ?? throw new ArgumentException($"There must be a grid world of MiniGrid beneath, not {environment.Unwrapped.GetType().Name}.");

    /// <summary>The environment, once it is sure what its images are made of.</summary>
    /// <exception cref="ArgumentException">They are something else.</exception>
    public static Environment<GridObservation<byte>, int> WithImage(Environment<GridObservation<byte>, int> environment, params ReadOnlySpan<GridImage> kinds)
    {
        var last = Layers.Of(environment).OfType<IGridImage>().FirstOrDefault();
        return kinds.Contains(last?.Shows ?? GridImage.View)
            ? environment
            : throw new ArgumentException($"It reads the agent's view in symbols, but {last!.GetType().Name} beneath shows something else.");
    }
}
