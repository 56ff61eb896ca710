namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Spreads each cell of the view over 20 planes of zeros and ones, 11 for the type, 6 for the colour, 3 for the state: [view, view, 20].</summary>
public sealed class OneHotPartialObsWrapper(Environment<GridObservation<byte>, int> inner)
    : ImageWrapper<byte>(
        GridSpaces.WithImage(inner, GridImage.View, GridImage.World),
        0, 255, GridSpaces.ImageSpace(inner).Shape[0], GridSpaces.ImageSpace(inner).Shape[1], Types + Colors + States)
{
    private const int Types = 11, Colors = 6, States = 3;

    protected override void Draw(GridObservation<byte> observation, Span<byte> image)
    {
        image.Clear();
        ReadOnlySpan<byte> cells = observation.Image.Span;
        for (int cell = 0, plane = 0; cell < cells.Length; cell += 3, plane += Types + Colors + States)
        {
            image[plane + cells[cell]] = 1;
            image[plane + Types + cells[cell + 1]] = 1;
            image[plane + Types + Colors + cells[cell + 2]] = 1;
        }
    }
}
