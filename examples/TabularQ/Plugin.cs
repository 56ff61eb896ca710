using Reverie.Environments.Registration;
using Reverie.Training.Algorithms;

namespace TabularQ;

/// <summary>What Reverie finds when it is given this assembly with <c>--plugin</c>: an algorithm and an environment.</summary>
public sealed class Plugin : IAlgorithmPlugin, IEnvironmentPlugin
{
    public void Register(AlgorithmRegistry algorithms) => algorithms.Register(new QLearning());

    public void Register(EnvironmentRegistry registry) => registry.Register<Corridor>("Corridor-v0", ("length", 6));
}
