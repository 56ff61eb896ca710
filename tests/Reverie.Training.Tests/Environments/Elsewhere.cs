using Reverie.Environments;
using Reverie.Environments.MiniGrid;

namespace Reverie.Training.Tests.Environments;

/// <summary>Says that it runs in a process of its own.</summary>
public sealed class Elsewhere() : MiniGridEnv(new MissionSpace("wait"), 5, 5), IOwnProcess
{
    public string Description => "a toy";

    protected override void GenerateGrid() => PlaceAgent();
}
