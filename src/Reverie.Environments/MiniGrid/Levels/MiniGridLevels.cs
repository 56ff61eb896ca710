using Reverie.Environments.Registration;

namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>The ids of MiniGrid, with the original's arguments.</summary>
internal static class MiniGridLevels
{
    public static void Register(EnvironmentRegistry registry)
    {
        RegisterRooms(registry);
        RegisterHazards(registry);
        RegisterDoors(registry);
        RegisterMazes(registry);
        RegisterErrands(registry);
        RegisterWaveFunctionCollapse(registry);
    }

    private static void RegisterRooms(EnvironmentRegistry registry)
    {
        registry.Register<EmptyEnv>("MiniGrid-Empty-16x16-v0", ("size", 16));
        registry.Register<EmptyEnv>("MiniGrid-Empty-5x5-v0", ("size", 5));
        registry.Register<EmptyEnv>("MiniGrid-Empty-6x6-v0", ("size", 6));
        registry.Register<EmptyEnv>("MiniGrid-Empty-8x8-v0");
        registry.Register<EmptyEnv>("MiniGrid-Empty-Random-5x5-v0", ("size", 5), ("agent_start_pos", null));
        registry.Register<EmptyEnv>("MiniGrid-Empty-Random-6x6-v0", ("size", 6), ("agent_start_pos", null));

        registry.Register<FourRoomsEnv>("MiniGrid-FourRooms-v0");

        registry.Register<MultiRoomEnv>("MiniGrid-MultiRoom-N2-S4-v0", ("minNumRooms", 2), ("maxNumRooms", 2), ("maxRoomSize", 4));
        registry.Register<MultiRoomEnv>("MiniGrid-MultiRoom-N4-S5-v0", ("minNumRooms", 6), ("maxNumRooms", 6), ("maxRoomSize", 5));
        registry.Register<MultiRoomEnv>("MiniGrid-MultiRoom-N4-S5-v1", ("minNumRooms", 4), ("maxNumRooms", 4), ("maxRoomSize", 5));
        registry.Register<MultiRoomEnv>("MiniGrid-MultiRoom-N6-v0", ("minNumRooms", 6), ("maxNumRooms", 6));

        registry.Register<PlaygroundEnv>("MiniGrid-Playground-v0");
    }

    private static void RegisterHazards(EnvironmentRegistry registry)
    {
        registry.Register<CrossingEnv>("MiniGrid-LavaCrossingS11N5-v0", ("size", 11), ("num_crossings", 5));
        registry.Register<CrossingEnv>("MiniGrid-LavaCrossingS9N1-v0", ("size", 9), ("num_crossings", 1));
        registry.Register<CrossingEnv>("MiniGrid-LavaCrossingS9N2-v0", ("size", 9), ("num_crossings", 2));
        registry.Register<CrossingEnv>("MiniGrid-LavaCrossingS9N3-v0", ("size", 9), ("num_crossings", 3));
        registry.Register<CrossingEnv>("MiniGrid-SimpleCrossingS11N5-v0", ("size", 11), ("num_crossings", 5), ("obstacle_type", ObjectType.Wall));
        registry.Register<CrossingEnv>("MiniGrid-SimpleCrossingS9N1-v0", ("size", 9), ("num_crossings", 1), ("obstacle_type", ObjectType.Wall));
        registry.Register<CrossingEnv>("MiniGrid-SimpleCrossingS9N2-v0", ("size", 9), ("num_crossings", 2), ("obstacle_type", ObjectType.Wall));
        registry.Register<CrossingEnv>("MiniGrid-SimpleCrossingS9N3-v0", ("size", 9), ("num_crossings", 3), ("obstacle_type", ObjectType.Wall));

        registry.Register<DistShiftEnv>("MiniGrid-DistShift1-v0", ("strip2_row", 2));
        registry.Register<DistShiftEnv>("MiniGrid-DistShift2-v0", ("strip2_row", 5));

        registry.Register<DynamicObstaclesEnv>("MiniGrid-Dynamic-Obstacles-16x16-v0", ("size", 16), ("n_obstacles", 8));
        registry.Register<DynamicObstaclesEnv>("MiniGrid-Dynamic-Obstacles-5x5-v0", ("size", 5), ("n_obstacles", 2));
        registry.Register<DynamicObstaclesEnv>("MiniGrid-Dynamic-Obstacles-6x6-v0", ("size", 6), ("n_obstacles", 3));
        registry.Register<DynamicObstaclesEnv>("MiniGrid-Dynamic-Obstacles-8x8-v0");
        registry.Register<DynamicObstaclesEnv>("MiniGrid-Dynamic-Obstacles-Random-5x5-v0", ("size", 5), ("agent_start_pos", null), ("n_obstacles", 2));
        registry.Register<DynamicObstaclesEnv>("MiniGrid-Dynamic-Obstacles-Random-6x6-v0", ("size", 6), ("agent_start_pos", null), ("n_obstacles", 3));

        registry.Register<LavaGapEnv>("MiniGrid-LavaGapS5-v0", ("size", 5));
        registry.Register<LavaGapEnv>("MiniGrid-LavaGapS6-v0", ("size", 6));
        registry.Register<LavaGapEnv>("MiniGrid-LavaGapS7-v0", ("size", 7));
    }

    private static void RegisterDoors(EnvironmentRegistry registry)
    {
        registry.Register<BlockedUnlockPickupEnv>("MiniGrid-BlockedUnlockPickup-v0");

        registry.Register<DoorKeyEnv>("MiniGrid-DoorKey-16x16-v0", ("size", 16));
        registry.Register<DoorKeyEnv>("MiniGrid-DoorKey-5x5-v0", ("size", 5));
        registry.Register<DoorKeyEnv>("MiniGrid-DoorKey-6x6-v0", ("size", 6));
        registry.Register<DoorKeyEnv>("MiniGrid-DoorKey-8x8-v0", ("size", 8));

        registry.Register<KeyCorridorEnv>("MiniGrid-KeyCorridorS3R1-v0", ("room_size", 3), ("num_rows", 1));
        registry.Register<KeyCorridorEnv>("MiniGrid-KeyCorridorS3R2-v0", ("room_size", 3), ("num_rows", 2));
        registry.Register<KeyCorridorEnv>("MiniGrid-KeyCorridorS3R3-v0", ("room_size", 3), ("num_rows", 3));
        registry.Register<KeyCorridorEnv>("MiniGrid-KeyCorridorS4R3-v0", ("room_size", 4), ("num_rows", 3));
        registry.Register<KeyCorridorEnv>("MiniGrid-KeyCorridorS5R3-v0", ("room_size", 5), ("num_rows", 3));
        registry.Register<KeyCorridorEnv>("MiniGrid-KeyCorridorS6R3-v0", ("room_size", 6), ("num_rows", 3));

        registry.Register<LockedRoomEnv>("MiniGrid-LockedRoom-v0");

        registry.Register<RedBlueDoorEnv>("MiniGrid-RedBlueDoors-6x6-v0", ("size", 6));
        registry.Register<RedBlueDoorEnv>("MiniGrid-RedBlueDoors-8x8-v0");

        registry.Register<UnlockEnv>("MiniGrid-Unlock-v0");

        registry.Register<UnlockPickupEnv>("MiniGrid-UnlockPickup-v0");
    }

    private static void RegisterMazes(EnvironmentRegistry registry)
    {
        registry.Register<ObstructedMaze1DlhbEnv>("MiniGrid-ObstructedMaze-1Dl-v0", ("key_in_box", false), ("blocked", false));
        registry.Register<ObstructedMaze1DlhbEnv>("MiniGrid-ObstructedMaze-1Dlh-v0", ("key_in_box", true), ("blocked", false));
        registry.Register<ObstructedMaze1DlhbEnv>("MiniGrid-ObstructedMaze-1Dlhb-v0");

        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-1Q-v0", ("agent_room", new Position(1, 1)), ("key_in_box", true), ("blocked", true),
            ("num_quarters", 1), ("num_rooms_visited", 5));
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-1Q-v1", ("agent_room", new Position(1, 1)), ("key_in_box", true), ("blocked", true),
            ("num_quarters", 1), ("num_rooms_visited", 5), ("keys_last", true));
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-2Dl-v0", ("agent_room", new Position(2, 1)), ("key_in_box", false),
            ("blocked", false), ("num_quarters", 1), ("num_rooms_visited", 4));
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-2Dlh-v0", ("agent_room", new Position(2, 1)), ("key_in_box", true),
            ("blocked", false), ("num_quarters", 1), ("num_rooms_visited", 4));
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-2Dlhb-v0", ("agent_room", new Position(2, 1)), ("key_in_box", true),
            ("blocked", true), ("num_quarters", 1), ("num_rooms_visited", 4));
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-2Dlhb-v1", ("agent_room", new Position(2, 1)), ("key_in_box", true),
            ("blocked", true), ("num_quarters", 1), ("num_rooms_visited", 4), ("keys_last", true));
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-2Q-v0", ("agent_room", new Position(2, 1)), ("key_in_box", true), ("blocked", true),
            ("num_quarters", 2), ("num_rooms_visited", 11));
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-2Q-v1", ("agent_room", new Position(2, 1)), ("key_in_box", true), ("blocked", true),
            ("num_quarters", 2), ("num_rooms_visited", 11), ("keys_last", true));
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-Full-v0");
        registry.Register<ObstructedMazeFullEnv>("MiniGrid-ObstructedMaze-Full-v1", ("keys_last", true));
    }

    private static void RegisterErrands(EnvironmentRegistry registry)
    {
        registry.Register<FetchEnv>("MiniGrid-Fetch-5x5-N2-v0", ("size", 5), ("numObjs", 2));
        registry.Register<FetchEnv>("MiniGrid-Fetch-6x6-N2-v0", ("size", 6), ("numObjs", 2));
        registry.Register<FetchEnv>("MiniGrid-Fetch-8x8-N3-v0");

        registry.Register<GoToDoorEnv>("MiniGrid-GoToDoor-5x5-v0");
        registry.Register<GoToDoorEnv>("MiniGrid-GoToDoor-6x6-v0", ("size", 6));
        registry.Register<GoToDoorEnv>("MiniGrid-GoToDoor-8x8-v0", ("size", 8));

        registry.Register<GoToObjectEnv>("MiniGrid-GoToObject-6x6-N2-v0");
        registry.Register<GoToObjectEnv>("MiniGrid-GoToObject-8x8-N2-v0", ("size", 8), ("numObjs", 2));

        registry.Register<MemoryEnv>("MiniGrid-MemoryS11-v0", ("size", 11));
        registry.Register<MemoryEnv>("MiniGrid-MemoryS13-v0", ("size", 13));
        registry.Register<MemoryEnv>("MiniGrid-MemoryS13Random-v0", ("size", 13), ("random_length", true));
        registry.Register<MemoryEnv>("MiniGrid-MemoryS17Random-v0", ("size", 17), ("random_length", true));
        registry.Register<MemoryEnv>("MiniGrid-MemoryS7-v0", ("size", 7));
        registry.Register<MemoryEnv>("MiniGrid-MemoryS9-v0", ("size", 9));

        registry.Register<PutNearEnv>("MiniGrid-PutNear-6x6-N2-v0");
        registry.Register<PutNearEnv>("MiniGrid-PutNear-8x8-N3-v0", ("size", 8), ("numObjs", 3));
    }

    private static void RegisterWaveFunctionCollapse(EnvironmentRegistry registry)
    {
        registry.Register<WfcEnv>("MiniGrid-WFC-DungeonMazeScaled-v0", ("wfc_config", "DungeonMazeScaled"));
        registry.Register<WfcEnv>("MiniGrid-WFC-MazeSimple-v0", ("wfc_config", "MazeSimple"));
        registry.Register<WfcEnv>("MiniGrid-WFC-ObstaclesAngular-v0", ("wfc_config", "ObstaclesAngular"));
        registry.Register<WfcEnv>("MiniGrid-WFC-ObstaclesBlackdots-v0", ("wfc_config", "ObstaclesBlackdots"));
        registry.Register<WfcEnv>("MiniGrid-WFC-ObstaclesHogs3-v0", ("wfc_config", "ObstaclesHogs3"));
        registry.Register<WfcEnv>("MiniGrid-WFC-RoomsFabric-v0", ("wfc_config", "RoomsFabric"));
    }
}
