using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Which cells the agent has seen in this episode.</summary>
internal sealed class ExploredMap(RoomGridLevel level)
{
    private readonly bool[] _seen = new bool[level.Width * level.Height];
    private readonly AgentView _view = new(level.AgentViewSize);

    public bool IsSeen(Position cell) => _seen[cell.X * level.Height + cell.Y];

    /// <summary>Adds what the agent sees from where it stands.</summary>
    public void Look()
    {
        level.LookThrough(_view);
        for (int y = 0; y < _view.Size; y++)
        {
            for (int x = 0; x < _view.Size; x++)
            {
                var cell = _view.ToWorld(x, y, level.AgentPosition, level.AgentDirection);
                if (_view.IsVisible(x, y) && level.Grid.Contains(cell))
                    _seen[cell.X * level.Height + cell.Y] = true;
            }
        }
    }
}
