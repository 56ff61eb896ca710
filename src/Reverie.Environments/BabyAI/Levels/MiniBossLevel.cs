namespace Reverie.Environments.BabyAI.Levels;

/// <summary>All of the language, in a small maze.</summary>
public sealed class MiniBossLevel(int? maxSteps = null) : LevelGen(5, 2, 2, 7, lockedRoomProb: 0.25, maxSteps: maxSteps);
