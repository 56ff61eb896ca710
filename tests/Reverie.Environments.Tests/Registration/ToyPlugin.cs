using Reverie.Environments.Registration;

namespace Reverie.Environments.Tests.Registration;

/// <summary>What makes this assembly a plug-in.</summary>
public sealed class ToyPlugin : IEnvironmentPlugin
{
    public void Register(EnvironmentRegistry registry) => registry.Register<SnapshotToy>("Tests-Toy-v0");

    public void Register(WrapperRegistry wrappers) => wrappers.Register<Halved>("halved");
}
