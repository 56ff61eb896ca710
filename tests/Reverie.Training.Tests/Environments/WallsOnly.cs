using Reverie.Environments.MiniGrid;

namespace Reverie.Training.Tests.Environments;

/// <summary>A level that has no place for its agent.</summary>
public sealed class WallsOnly() : MiniGridEnv(new MissionSpace("wait"), 5, 5)
{
    protected override void GenerateGrid() => throw new LevelGenerationException("There is no free cell.", "no free cell");
}
