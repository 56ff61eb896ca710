using Reverie.Environments.Registration;

namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>The ids of MiniGrid.</summary>
internal static class MiniGridLevels
{
    public static void Register(EnvironmentRegistry registry)
    {
        registry.Register<DoorKeyEnv>("MiniGrid-DoorKey-5x5-v0", ("size", 5));
        registry.Register<DoorKeyEnv>("MiniGrid-DoorKey-6x6-v0", ("size", 6));
        registry.Register<DoorKeyEnv>("MiniGrid-DoorKey-8x8-v0", ("size", 8));
        registry.Register<DoorKeyEnv>("MiniGrid-DoorKey-16x16-v0", ("size", 16));

        registry.Register<EmptyEnv>("MiniGrid-Empty-5x5-v0", ("size", 5));
        registry.Register<EmptyEnv>("MiniGrid-Empty-6x6-v0", ("size", 6));
        registry.Register<EmptyEnv>("MiniGrid-Empty-8x8-v0");
        registry.Register<EmptyEnv>("MiniGrid-Empty-16x16-v0", ("size", 16));
        registry.Register<EmptyEnv>("MiniGrid-Empty-Random-5x5-v0", ("size", 5), ("agent_start_pos", null));
        registry.Register<EmptyEnv>("MiniGrid-Empty-Random-6x6-v0", ("size", 6), ("agent_start_pos", null));
    }
}
