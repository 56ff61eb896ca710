using Reverie.Environments.BabyAI.Levels;
using Reverie.Environments.MiniGrid.Levels;
using Reverie.Environments.Registration;

namespace Reverie.Environments;

/// <summary>The environments that come with this library: MiniGrid and BabyAI.</summary>
public static class BuiltInEnvironments
{
    /// <summary>A registry that holds them all; plug-ins add theirs.</summary>
    public static EnvironmentRegistry CreateRegistry()
    {
        var registry = new EnvironmentRegistry();
        Register(registry);
        return registry;
    }

    /// <summary>Registers them all.</summary>
    public static void Register(EnvironmentRegistry registry)
    {
        MiniGridLevels.Register(registry);
        BabyAILevels.Register(registry);
    }
}
