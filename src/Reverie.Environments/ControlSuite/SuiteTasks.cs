using Reverie.Environments.Registration;

namespace Reverie.Environments.ControlSuite;

/// <summary>The ids of the Control Suite, such as <c>dmc/cartpole-swingup_sparse</c>.</summary>
internal static class SuiteTasks
{
    public static void Register(EnvironmentRegistry registry)
    {
        foreach (var task in SuiteDefinition.All)
            registry.Register<SuiteEnv>($"dmc/{task.Domain}-{task.Name}", ("domain_name", task.Domain), ("task_name", task.Name));
    }
}
