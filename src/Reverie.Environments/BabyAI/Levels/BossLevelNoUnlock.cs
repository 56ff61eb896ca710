namespace Reverie.Environments.BabyAI.Levels;

/// <summary>All of the language, without locked rooms.</summary>
public sealed class BossLevelNoUnlock(int? maxSteps = null) : LevelGen(lockedRoomProb: 0, implicitUnlock: false, maxSteps: maxSteps);
