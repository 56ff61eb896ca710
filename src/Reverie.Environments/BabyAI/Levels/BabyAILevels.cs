using Reverie.Environments.Registration;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>The ids of BabyAI.</summary>
internal static class BabyAILevels
{
    public static void Register(EnvironmentRegistry registry)
    {
        RegisterGoTo(registry);
        RegisterOpen(registry);
        RegisterPickup(registry);
        RegisterPutNext(registry);
        RegisterUnlock(registry);
        RegisterSynth(registry);
        RegisterOthers(registry);
    }

    private static void RegisterGoTo(EnvironmentRegistry registry)
    {
        registry.Register<GoToLevel>("BabyAI-GoTo-v0");
        registry.Register<GoToDoorLevel>("BabyAI-GoToDoor-v0");
        registry.Register<GoToImpUnlockLevel>("BabyAI-GoToImpUnlock-v0");
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocal-v0");
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS5N2-v0", ("room_size", 5), ("num_dists", 2));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS6N2-v0", ("room_size", 6), ("num_dists", 2));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS6N3-v0", ("room_size", 6), ("num_dists", 3));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS6N4-v0", ("room_size", 6), ("num_dists", 4));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS7N4-v0", ("room_size", 7), ("num_dists", 4));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS7N5-v0", ("room_size", 7), ("num_dists", 5));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS8N2-v0", ("room_size", 8), ("num_dists", 2));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS8N3-v0", ("room_size", 8), ("num_dists", 3));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS8N4-v0", ("room_size", 8), ("num_dists", 4));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS8N5-v0", ("room_size", 8), ("num_dists", 5));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS8N6-v0", ("room_size", 8), ("num_dists", 6));
        registry.Register<GoToLocalLevel>("BabyAI-GoToLocalS8N7-v0", ("room_size", 8), ("num_dists", 7));
        registry.Register<GoToObjLevel>("BabyAI-GoToObj-v0");
        registry.Register<GoToObjDoorLevel>("BabyAI-GoToObjDoor-v0");
        registry.Register<GoToLevel>("BabyAI-GoToObjMaze-v0", ("num_dists", 1), ("doors_open", false));
        registry.Register<GoToLevel>("BabyAI-GoToObjMazeOpen-v0", ("num_dists", 1), ("doors_open", true));
        registry.Register<GoToLevel>("BabyAI-GoToObjMazeS4-v0", ("num_dists", 1), ("room_size", 4));
        registry.Register<GoToLevel>("BabyAI-GoToObjMazeS4R2-v0", ("num_dists", 1), ("room_size", 4), ("num_rows", 2), ("num_cols", 2));
        registry.Register<GoToLevel>("BabyAI-GoToObjMazeS5-v0", ("num_dists", 1), ("room_size", 5));
        registry.Register<GoToLevel>("BabyAI-GoToObjMazeS6-v0", ("num_dists", 1), ("room_size", 6));
        registry.Register<GoToLevel>("BabyAI-GoToObjMazeS7-v0", ("num_dists", 1), ("room_size", 7));
        registry.Register<GoToObjLevel>("BabyAI-GoToObjS4-v0", ("room_size", 4));
        registry.Register<GoToObjLevel>("BabyAI-GoToObjS6-v1", ("room_size", 6));
        registry.Register<GoToLevel>("BabyAI-GoToOpen-v0", ("doors_open", true));
        registry.Register<GoToRedBallLevel>("BabyAI-GoToRedBall-v0");
        registry.Register<GoToRedBallGreyLevel>("BabyAI-GoToRedBallGrey-v0");
        registry.Register<GoToRedBallLevel>("BabyAI-GoToRedBallNoDists-v0", ("num_dists", 0));
        registry.Register<GoToRedBlueBallLevel>("BabyAI-GoToRedBlueBall-v0");
        registry.Register<GoToSeqLevel>("BabyAI-GoToSeq-v0");
        registry.Register<GoToSeqLevel>("BabyAI-GoToSeqS5R2-v0", ("room_size", 5), ("num_rows", 2), ("num_cols", 2), ("num_dists", 4));
    }

    private static void RegisterOpen(EnvironmentRegistry registry)
    {
        registry.Register<OpenLevel>("BabyAI-Open-v0");
        registry.Register<OpenDoorLevel>("BabyAI-OpenDoor-v0");
        registry.Register<OpenDoorLevel>("BabyAI-OpenDoorColor-v0", ("select_by", "color"));
        registry.Register<OpenDoorLevel>("BabyAI-OpenDoorDebug-v0", ("debug", true), ("select_by", null));
        registry.Register<OpenDoorLevel>("BabyAI-OpenDoorLoc-v0", ("select_by", "loc"));
        registry.Register<OpenDoorsOrderLevel>("BabyAI-OpenDoorsOrderN2-v0", ("num_doors", 2));
        registry.Register<OpenDoorsOrderLevel>("BabyAI-OpenDoorsOrderN2Debug-v0", ("debug", true), ("num_doors", 2));
        registry.Register<OpenDoorsOrderLevel>("BabyAI-OpenDoorsOrderN4-v0", ("num_doors", 4));
        registry.Register<OpenDoorsOrderLevel>("BabyAI-OpenDoorsOrderN4Debug-v0", ("debug", true), ("num_doors", 4));
        registry.Register<OpenTwoDoorsLevel>("BabyAI-OpenRedBlueDoors-v0", ("first_color", "red"), ("second_color", "blue"));
        registry.Register<OpenTwoDoorsLevel>("BabyAI-OpenRedBlueDoorsDebug-v0", ("first_color", "red"), ("second_color", "blue"), ("strict", true));
        registry.Register<OpenRedDoorLevel>("BabyAI-OpenRedDoor-v0");
        registry.Register<OpenTwoDoorsLevel>("BabyAI-OpenTwoDoors-v0");
    }

    private static void RegisterPickup(EnvironmentRegistry registry)
    {
        registry.Register<PickupLevel>("BabyAI-Pickup-v0");
        registry.Register<PickupAboveLevel>("BabyAI-PickupAbove-v0");
        registry.Register<PickupDistLevel>("BabyAI-PickupDist-v0");
        registry.Register<PickupDistLevel>("BabyAI-PickupDistDebug-v0", ("debug", true));
        registry.Register<PickupLocLevel>("BabyAI-PickupLoc-v0");
        registry.Register<UnblockPickupLevel>("BabyAI-UnblockPickup-v0");
    }

    private static void RegisterPutNext(EnvironmentRegistry registry)
    {
        registry.Register<PutNextLocalLevel>("BabyAI-PutNextLocal-v0");
        registry.Register<PutNextLocalLevel>("BabyAI-PutNextLocalS5N3-v0", ("room_size", 5), ("num_objs", 3));
        registry.Register<PutNextLocalLevel>("BabyAI-PutNextLocalS6N4-v0", ("room_size", 6), ("num_objs", 4));
        registry.Register<PutNextLevel>("BabyAI-PutNextS4N1-v0", ("room_size", 4), ("objs_per_room", 1));
        registry.Register<PutNextLevel>("BabyAI-PutNextS5N1-v0", ("room_size", 5), ("objs_per_room", 1));
        registry.Register<PutNextLevel>("BabyAI-PutNextS5N2-v0", ("room_size", 5), ("objs_per_room", 2));
        registry.Register<PutNextLevel>("BabyAI-PutNextS5N2Carrying-v0", ("room_size", 5), ("objs_per_room", 2), ("start_carrying", true));
        registry.Register<PutNextLevel>("BabyAI-PutNextS6N3-v0", ("room_size", 6), ("objs_per_room", 3));
        registry.Register<PutNextLevel>("BabyAI-PutNextS6N3Carrying-v0", ("room_size", 6), ("objs_per_room", 3), ("start_carrying", true));
        registry.Register<PutNextLevel>("BabyAI-PutNextS7N4-v0", ("room_size", 7), ("objs_per_room", 4));
        registry.Register<PutNextLevel>("BabyAI-PutNextS7N4Carrying-v0", ("room_size", 7), ("objs_per_room", 4), ("start_carrying", true));
    }

    private static void RegisterUnlock(EnvironmentRegistry registry)
    {
        registry.Register<BlockedUnlockPickupLevel>("BabyAI-BlockedUnlockPickup-v0");
        registry.Register<KeyInBoxLevel>("BabyAI-KeyInBox-v0");
        registry.Register<UnlockLevel>("BabyAI-Unlock-v0");
        registry.Register<UnlockLocalLevel>("BabyAI-UnlockLocal-v0");
        registry.Register<UnlockLocalLevel>("BabyAI-UnlockLocalDist-v0", ("distractors", true));
        registry.Register<UnlockPickupLevel>("BabyAI-UnlockPickup-v0");
        registry.Register<UnlockPickupLevel>("BabyAI-UnlockPickupDist-v0", ("distractors", true));
        registry.Register<UnlockToUnlockLevel>("BabyAI-UnlockToUnlock-v0");
    }

    private static void RegisterSynth(EnvironmentRegistry registry)
    {
        registry.Register<BossLevel>("BabyAI-BossLevel-v0");
        registry.Register<BossLevelNoUnlock>("BabyAI-BossLevelNoUnlock-v0");
        registry.Register<MiniBossLevel>("BabyAI-MiniBossLevel-v0");
        registry.Register<SynthLevel>("BabyAI-Synth-v0");
        registry.Register<SynthLocLevel>("BabyAI-SynthLoc-v0");
        registry.Register<SynthLevel>("BabyAI-SynthS5R2-v0", ("room_size", 5), ("num_rows", 2));
        registry.Register<SynthSeqLevel>("BabyAI-SynthSeq-v0");
    }

    private static void RegisterOthers(EnvironmentRegistry registry)
    {
        registry.Register<ActionObjDoorLevel>("BabyAI-ActionObjDoor-v0");
        registry.Register<FindObjLevel>("BabyAI-FindObjS5-v0");
        registry.Register<FindObjLevel>("BabyAI-FindObjS6-v0", ("room_size", 6));
        registry.Register<FindObjLevel>("BabyAI-FindObjS7-v0", ("room_size", 7));
        registry.Register<KeyCorridorLevel>("BabyAI-KeyCorridor-v0");
        registry.Register<KeyCorridorLevel>("BabyAI-KeyCorridorS3R1-v0", ("room_size", 3), ("num_rows", 1));
        registry.Register<KeyCorridorLevel>("BabyAI-KeyCorridorS3R2-v0", ("room_size", 3), ("num_rows", 2));
        registry.Register<KeyCorridorLevel>("BabyAI-KeyCorridorS3R3-v0", ("room_size", 3), ("num_rows", 3));
        registry.Register<KeyCorridorLevel>("BabyAI-KeyCorridorS4R3-v0", ("room_size", 4), ("num_rows", 3));
        registry.Register<KeyCorridorLevel>("BabyAI-KeyCorridorS5R3-v0", ("room_size", 5), ("num_rows", 3));
        registry.Register<KeyCorridorLevel>("BabyAI-KeyCorridorS6R3-v0", ("room_size", 6), ("num_rows", 3));
        registry.Register<MoveTwoAcrossLevel>("BabyAI-MoveTwoAcrossS5N2-v0", ("room_size", 5), ("objs_per_room", 2));
        registry.Register<MoveTwoAcrossLevel>("BabyAI-MoveTwoAcrossS8N9-v0", ("room_size", 8), ("objs_per_room", 9));
        registry.Register<OneRoomLevel>("BabyAI-OneRoomS12-v0", ("room_size", 12));
        registry.Register<OneRoomLevel>("BabyAI-OneRoomS16-v0", ("room_size", 16));
        registry.Register<OneRoomLevel>("BabyAI-OneRoomS20-v0", ("room_size", 20));
        registry.Register<OneRoomLevel>("BabyAI-OneRoomS8-v0");
    }
}
