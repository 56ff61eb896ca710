using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration;

/// <summary>A configuration that was composed, bound and validated.</summary>
/// <param name="Options">The typed options.</param>
/// <param name="Tree">Every option with its value and origin, for printing; see <see cref="YamlWriter"/> for writing.</param>
/// <param name="Choices">The choice made for each group; null for none.</param>
public record LoadedConfig(object Options, ConfigMap Tree, IReadOnlyDictionary<string, string?> Choices);
