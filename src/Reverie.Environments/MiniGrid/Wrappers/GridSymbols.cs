using Reverie.Environments.Imaging;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>
/// Gives the agent the symbols of its view, or of the whole world, and nothing else: bytes [columns, rows, 3], type, colour and state of each
/// cell. They are numbered by <see cref="CellVocabulary"/>.
/// </summary>
public sealed class GridSymbols : ObservationWrapper<GridObservation<byte>, NdArray<byte>, int>
{
    private GridSymbols(Environment<GridObservation<byte>, int> inner) : base(inner)
    {
        int[] shape = GridSpaces.ImageSpace(inner).Shape.ToArray();
        ObservationSpace = new Box<byte>(0, (byte)ObjectType.Agent, shape);
    }

    public override Box<byte> ObservationSpace { get; }

    /// <summary>The symbols of an environment; it owns the one given.</summary>
    /// <param name="environment">A grid world, perhaps in wrappers.</param>
    /// <param name="view">What they show.</param>
    /// <exception cref="ArgumentException">It is no grid world, or a wrapper shows something else.</exception>
    public static IEnvironment Of(IEnvironment environment, PixelView view)
    {
        if (environment.Unwrapped is not MiniGridEnv)
            throw new ArgumentException($"Only grid worlds of MiniGrid and BabyAI have symbols, and {environment.Unwrapped.GetType().Name} is none: take pictures of it.");
        if (environment is not Environment<GridObservation<byte>, int> grid)
            throw new ArgumentException($"{environment.GetType().Name} does not show the symbols of a grid world: leave that wrapper out.");
        var shown = Layers.Of(grid).OfType<IGridImage>().FirstOrDefault()?.Shows ?? GridImage.View;
        return (view, shown) switch
        {
            (PixelView.World, GridImage.View) => new GridSymbols(new FullyObsWrapper(grid)),
            (PixelView.World, GridImage.World) or (PixelView.Agent, GridImage.View) => new GridSymbols(grid),
            (_, GridImage.World) => throw new ArgumentException("A wrapper shows the whole world, and not the agent's view: leave it out, or ask for the world."),
            _ => throw new ArgumentException("A wrapper puts something else in the place of the symbols: leave it out."),
        };
    }

    protected override NdArray<byte> Observe(GridObservation<byte> observation) => observation.Image;
}
