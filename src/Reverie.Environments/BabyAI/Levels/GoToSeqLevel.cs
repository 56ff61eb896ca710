namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to several objects of a maze, in order.</summary>
public sealed class GoToSeqLevel(int roomSize = 8, int numRows = 3, int numCols = 3, int numDists = 18, int? maxSteps = null)
    : LevelGen(roomSize, numRows, numCols, numDists, lockedRoomProb: 0, locations: false, unblocking: false, actionKinds: [ActionKind.GoTo],
        maxSteps: maxSteps);
