using Reverie.Language.Advisers;
using Reverie.Training.Configuration;

namespace Reverie.Cli.Advising;

/// <summary>Reads who shall advise: <c>adviser=NAME</c> picks a file of <c>configs/adviser</c>, <c>adviser.a.b=value</c> sets a value.</summary>
internal static class AdviserConfig
{
    internal const string Help = "adviser=NAME picks an adviser (grid-lm, local, openai, ollama, gguf, cached), adviser.a.b=value sets a value.";

    /// <exception cref="ConfigException">The overrides say something that is not known.</exception>
    internal static AdviserOptions Load(string[] overrides)
    {
        string configs = Path.Combine(RepositoryRoot.Path, "configs");
        var path = ConfigSearchPath.FromEnvironment(Path.Combine(configs, "advise")).Append(configs);
        return ConfigLoader.Load<AdviseOptions>(path, overrides).Options.Adviser;
    }

    /// <summary>Makes advisers; keys come from the environment or from <c>.env</c>.</summary>
    internal static AdviserFactory CreateFactory() => new(EnvironmentVariables.Find, Console.Error.WriteLine);
}
