using Reverie.Environments.Imaging;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid;

/// <summary>Shows a grid world in colour and nothing else: all of it with the agent's view brightened, or that view alone.</summary>
public sealed class GridPixels : ObservationWrapper<GridObservation<byte>, NdArray<byte>, int>
{
    /// <summary>Pixels of a cell unless something else is asked for.</summary>
    public const int DefaultTileSize = 16;

    private readonly MiniGridEnv _grid;
    private readonly NdArray<byte> _image;
    private readonly PixelView _view;
    private readonly int _tileSize;

    /// <param name="inner">The environment.</param>
    /// <param name="view">What is shown.</param>
    /// <param name="tileSize">Pixels of a cell.</param>
    public GridPixels(Environment<GridObservation<byte>, int> inner, PixelView view, int tileSize = DefaultTileSize) : base(inner)
    {
        (_grid, _view, _tileSize) = ((MiniGridEnv)inner.Unwrapped, view, tileSize);
        var (columns, rows) = view == PixelView.World ? (_grid.Width, _grid.Height) : (_grid.View.Size, _grid.View.Size);
        _image = new NdArray<byte>(rows * tileSize, columns * tileSize, 3);
        ObservationSpace = new Box<byte>(0, 255, _image.Shape);
    }

    public override Box<byte> ObservationSpace { get; }

    protected override NdArray<byte> Observe(GridObservation<byte> observation)
    {
        if (_view == PixelView.World)
            _grid.RenderWorld(_image.Span, _tileSize, _grid.Highlight);
        else
            _grid.RenderView(_image.Span, _tileSize);
        return _image;
    }
}
