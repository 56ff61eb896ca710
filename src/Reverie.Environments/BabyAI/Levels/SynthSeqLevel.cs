namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Like SynthLoc, with sentences of several actions.</summary>
public sealed class SynthSeqLevel(int? maxSteps = null) : LevelGen(implicitUnlock: false, maxSteps: maxSteps);
