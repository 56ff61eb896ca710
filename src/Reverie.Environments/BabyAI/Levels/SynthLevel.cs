namespace Reverie.Environments.BabyAI.Levels;

/// <summary>One action of any kind; what is needed need never be unlocked.</summary>
public sealed class SynthLevel(int roomSize = 8, int numRows = 3, int numCols = 3, int numDists = 18, int? maxSteps = null)
    : LevelGen(roomSize, numRows, numCols, numDists, locations: false, implicitUnlock: false, instrKinds: [InstructionKind.Action], maxSteps: maxSteps);
