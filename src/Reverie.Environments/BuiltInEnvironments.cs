using Reverie.Environments.BabyAI.Levels;
using Reverie.Environments.ClassicControl;
using Reverie.Environments.ControlSuite;
using Reverie.Environments.Crafter;
using Reverie.Environments.Gymnasium;
using Reverie.Environments.MiniGrid.Levels;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Registration;
using Reverie.Environments.Wrappers;

namespace Reverie.Environments;

/// <summary>The environments that come with this library, family by family, and the wrappers.</summary>
public static class BuiltInEnvironments
{
    /// <summary>A registry that holds them all; plug-ins add theirs.</summary>
    public static EnvironmentRegistry CreateRegistry()
    {
        var registry = new EnvironmentRegistry();
        Register(registry);
        return registry;
    }

    /// <summary>A registry that holds the wrappers that come with this library; plug-ins add theirs.</summary>
    public static WrapperRegistry CreateWrappers()
    {
        var wrappers = new WrapperRegistry();
        Register(wrappers);
        return wrappers;
    }

    /// <summary>Registers the wrappers that come with this library.</summary>
    public static void Register(WrapperRegistry wrappers)
    {
        GridWrappers.Register(wrappers);
        CommonWrappers.Register(wrappers);
        wrappers.Register("vector", typeof(VectorWrapper<>));
    }

    /// <summary>Registers them all.</summary>
    public static void Register(EnvironmentRegistry registry)
    {
        MiniGridLevels.Register(registry);
        BabyAILevels.Register(registry);
        ControlSystems.Register(registry);
        SuiteTasks.Register(registry);
        registry.Register<CrafterEnv>("CrafterReward-v1");
        registry.Register<CrafterEnv>("CrafterNoReward-v1", ("reward", false));
        registry.Add(new GymnasiumSource());
    }
}
