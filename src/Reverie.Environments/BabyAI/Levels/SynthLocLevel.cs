namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Like Synth, and objects may be described by where they are.</summary>
public sealed class SynthLocLevel(int? maxSteps = null) : LevelGen(implicitUnlock: false, instrKinds: [InstructionKind.Action], maxSteps: maxSteps);
