namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up an object of a single room that may be described by where it is.</summary>
public sealed class PickupLocLevel(int? maxSteps = null)
    : LevelGen(8, 1, 1, 8, lockedRoomProb: 0, unblocking: false, actionKinds: [ActionKind.Pickup], instrKinds: [InstructionKind.Action], maxSteps: maxSteps);
