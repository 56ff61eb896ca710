using Reverie.Environments;
using Reverie.Environments.Registration;

namespace Reverie.Training.Environments;

/// <summary>Environments and wrappers by name: the built-in ones, and what plug-ins add.</summary>
/// <param name="Environments">Environments by id.</param>
/// <param name="Wrappers">Wrappers by name.</param>
public sealed record Worlds(EnvironmentRegistry Environments, WrapperRegistry Wrappers)
{
    /// <summary>What is built in.</summary>
    public static Worlds CreateBuiltIn() => new(BuiltInEnvironments.CreateRegistry(), BuiltInEnvironments.CreateWrappers());
}
