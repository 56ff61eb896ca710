using System.Numerics;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Base of the wrappers that put another image into the observation; direction and mission stay.</summary>
public abstract class ImageWrapper<T> : ObservationWrapper<GridObservation<byte>, GridObservation<T>, int>, IGridImage where T : unmanaged, INumber<T>
{
    private readonly GridObservation<T> _observation;

    /// <param name="inner">The environment.</param>
    /// <param name="high">The largest value that the image declares.</param>
    /// <param name="low">The smallest.</param>
    /// <param name="shape">The image's shape, of three dimensions.</param>
    protected ImageWrapper(Environment<GridObservation<byte>, int> inner, T low, T high, params ReadOnlySpan<int> shape) : base(inner)
    {
        Grid = GridSpaces.GridBeneath(inner);
        _observation = new GridObservation<T>(new NdArray<T>(shape));
        ObservationSpace = GridSpaces.Make(shape[0], shape[1], shape[2], high, Grid.MissionSpace, low);
    }

    public override DictSpace<GridObservation<T>> ObservationSpace { get; }

    GridImage IGridImage.Shows => Shows;

    internal virtual GridImage Shows => GridImage.Other;

    /// <summary>The grid world beneath all wrappers.</summary>
    protected MiniGridEnv Grid { get; }

    protected sealed override GridObservation<T> Observe(GridObservation<byte> observation)
    {
        Draw(observation, _observation.Image.Span);
        (_observation.Direction, _observation.Mission) = (observation.Direction, observation.Mission);
        return _observation;
    }

    /// <summary>Writes every element of the new image.</summary>
    protected abstract void Draw(GridObservation<byte> observation, Span<T> image);
}
