using Reverie.Environments.Registration;

namespace Reverie.Environments.ClassicControl;

/// <summary>The ids of classic control, with Gymnasium's step limits.</summary>
internal static class ControlSystems
{
    public static void Register(EnvironmentRegistry registry)
    {
        registry.Register<CartPoleEnv>("CartPole-v0", ("max_episode_steps", 200));
        registry.Register<CartPoleEnv>("CartPole-v1");
        registry.Register<MountainCarEnv>("MountainCar-v0");
        registry.Register<MountainCarContinuousEnv>("MountainCarContinuous-v0");
        registry.Register<AcrobotEnv>("Acrobot-v1");
        registry.Register<PendulumEnv>("Pendulum-v1");
    }
}
