using System.Diagnostics.CodeAnalysis;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration;

/// <summary>A configuration that was composed, bound and validated.</summary>
/// <param name="Options">The typed options.</param>
/// <param name="Tree">
/// Every option with its value and origin, for printing; see <see cref="YamlWriter"/> for writing. What came from the environment, which may be
/// a secret, stands there as the reference to it.
/// </param>
/// <param name="Choices">The choice made for each group; null for none.</param>
public record LoadedConfig(object Options, ConfigMap Tree, IReadOnlyDictionary<string, string?> Choices)
{
    internal Func<string, string> Concealment { get; init; } = text => text;

    /// <summary>A text that is about to be saved or shown, with the references in place of what came from the environment.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Conceal(string? text) => text is null ? null : Concealment(text);
}
