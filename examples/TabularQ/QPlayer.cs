using Reverie.Training.Algorithms;
using Reverie.Training.Data;

namespace TabularQ;

/// <summary>What plays after training.</summary>
public sealed class QPlayer(QTable table) : IPlayer
{
    public IPolicy Policy { get; } = new QPolicy(table);

    public void Dispose()
    {
    }
}
