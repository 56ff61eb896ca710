namespace Reverie.Environments.MiniGrid;

/// <summary>A wrapper that puts another image into a grid's observation.</summary>
internal interface IGridImage
{
    GridImage Shows { get; }
}
