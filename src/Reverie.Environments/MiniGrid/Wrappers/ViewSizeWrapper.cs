namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Lets the agent see more or less of its surroundings: [size, size, 3]. Rendering keeps the environment's own view.</summary>
public sealed class ViewSizeWrapper : ImageWrapper<byte>
{
    private readonly AgentView _view;

    /// <param name="inner">The environment.</param>
    /// <param name="agentViewSize">Width and height of the view in cells.</param>
    /// <exception cref="ArgumentException">The size is even or outside 3..31.</exception>
    public ViewSizeWrapper(Environment<GridObservation<byte>, int> inner, int agentViewSize = 7) : base(inner, 0, 255, agentViewSize, agentViewSize, 3)
    {
        _view = new AgentView(agentViewSize);
        Grid.ReserveView(agentViewSize);
    }

    internal override GridImage Shows => GridImage.View;

    protected override void Draw(GridObservation<byte> observation, Span<byte> image)
    {
        Grid.LookThrough(_view);
        _view.Encode(image);
    }
}
