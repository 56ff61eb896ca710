using Reverie.Algorithms.Dreamer;
using Reverie.Algorithms.Iris;
using Reverie.Algorithms.Ppo;
using Reverie.Algorithms.Ppo.Original;
using Reverie.Algorithms.Pretraining;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Sessions;

namespace Reverie.Algorithms;

/// <summary>What is built in: the place where a program that uses Reverie begins.</summary>
public static class BuiltIn
{
    /// <summary>A host with the built-in algorithms, environments and wrappers.</summary>
    /// <param name="configs">Where configuration is looked up; only new runs need it.</param>
    /// <param name="reporter">Shows progress; nobody if left out.</param>
    public static RunHost CreateHost(ConfigSearchPath? configs = null, IProgressReporter? reporter = null)
    {
        var host = new RunHost(Worlds.CreateBuiltIn(), configs ?? new ConfigSearchPath(), reporter ?? new SilentReporter());
        host.Algorithms.Register(new IrisAlgorithm());
        host.Algorithms.Register(new DreamerAlgorithm());
        host.Algorithms.Register(new PpoAlgorithm());
        host.Algorithms.Register(new OriginalAlgorithm());
        host.Algorithms.Register(new PretrainingAlgorithm());
        return host;
    }
}
