using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Sessions;

/// <summary>A configuration that is bound to an algorithm's options.</summary>
public sealed class RunConfig
{
    private readonly LoadedConfig _loaded;

    internal RunConfig(LoadedConfig loaded) => _loaded = loaded;

    /// <summary>The options.</summary>
    public IRunOptions Options => (IRunOptions)_loaded.Options;

    /// <summary>Every option with its value and origin.</summary>
    public ConfigMap Tree => _loaded.Tree;

    /// <summary>The options' labels as they may be saved: without what came from the environment.</summary>
    internal string? Conceal(string? label) => _loaded.Conceal(label);
}
