namespace Reverie.Environments.BabyAI.Levels;

/// <summary>All of the language, with a locked room in every other maze.</summary>
public sealed class BossLevel(int? maxSteps = null) : LevelGen(maxSteps: maxSteps);
