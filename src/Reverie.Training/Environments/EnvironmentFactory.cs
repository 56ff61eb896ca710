using Reverie.Environments;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;

namespace Reverie.Training.Environments;

/// <summary>Makes one environment of an id with arguments and wrappers, as YAML says.</summary>
public static class EnvironmentFactory
{
    /// <summary>A new environment.</summary>
    /// <param name="worlds">Where names are looked up.</param>
    /// <param name="options">Id, arguments and wrappers.</param>
    /// <param name="key">Where the options stand, such as <c>env.train</c>.</param>
    /// <exception cref="ConfigException">A name is unknown, an argument is wrong, or a wrapper does not fit.</exception>
    public static IEnvironment Make(Worlds worlds, EnvironmentOptions options, string key)
    {
        var environment = UserText.Use($"{key}.id", () => worlds.Environments.Make(options.Id!, [.. Arguments(options.Arguments)]));
        foreach (var (index, wrapper) in options.Wrappers.Index())
        {
            var inner = environment;
            environment = UserText.Use(
                $"{key}.wrappers[{index}]", () => worlds.Wrappers.Apply(inner, wrapper.Name!, [.. Arguments(wrapper.Arguments)]));
        }
        return environment;
    }

    /// <summary>Several of them side by side, as they are; reset them with a seed.</summary>
    /// <inheritdoc cref="Make"/>
    /// <param name="worlds">Where names are looked up.</param>
    /// <param name="options">Id, arguments and wrappers.</param>
    /// <param name="key">Where the options stand, such as <c>env</c>.</param>
    /// <param name="count">How many.</param>
    /// <param name="stop">Looked at before each is made.</param>
    public static IVectorEnvironment MakeVector(Worlds worlds, EnvironmentOptions options, string key, int count, CancellationToken stop = default) =>
        Crowd.Make(() => UserText.Use($"{key}.id", () => Make(worlds, options, key).AsArrays()), options.Id!, key, count, stop);

    // A list goes through as its text, which is how registered arguments read lists from a command line too.
    private static IEnumerable<(string Name, object? Value)> Arguments(IReadOnlyDictionary<string, object?> arguments) =>
        arguments.Select(argument => (argument.Key, argument.Value is object[] list ? $"[{string.Join(", ", list)}]" : argument.Value));
}
