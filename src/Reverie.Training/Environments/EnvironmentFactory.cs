using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Registration;
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
        var environment = UserText.Use($"{key}.id", () => MakeBare(worlds, options, key));
        try
        {
            foreach (var (index, wrapper) in options.Wrappers.Index())
            {
                var inner = environment;
                environment = UserText.Use(
                    $"{key}.wrappers[{index}]", () => worlds.Wrappers.Apply(inner, wrapper.Name!, [.. InText(wrapper.Arguments)]));
            }
            return environment;
        }
        catch
        {
            environment.Dispose();
            throw;
        }
    }

    /// <summary>Several of them side by side, as they are; reset them with a seed.</summary>
    /// <inheritdoc cref="Make"/>
    /// <param name="worlds">Where names are looked up.</param>
    /// <param name="options">Id, arguments and wrappers.</param>
    /// <param name="key">Where the options stand, such as <c>env</c>.</param>
    /// <param name="count">How many.</param>
    /// <param name="stop">Looked at before each is made.</param>
    /// <param name="made">Told of each before it is ever reset, in order unless they are processes of their own.</param>
    public static IVectorEnvironment MakeVector(Worlds worlds, EnvironmentOptions options, string key, int count, CancellationToken stop = default, Action<IEnvironment>? made = null) =>
        VectorFactory.Make(worlds, options.Id!, key, count, () => MakePair(worlds, options, key, made), stop);

    /// <summary>Several of them side by side, however each is made; reset them with a seed.</summary>
    /// <inheritdoc cref="MakeVector(Worlds, EnvironmentOptions, string, int, CancellationToken, Action{IEnvironment}?)"/>
    /// <param name="worlds">Told when one is restarted.</param>
    /// <param name="id">What they are called.</param>
    /// <param name="key">Where the options stand, such as <c>env</c>.</param>
    /// <param name="count">How many.</param>
    /// <param name="make">Makes one, and says what it is stepped through.</param>
    /// <param name="stop">Looked at before each is made.</param>
    /// <param name="oneByOne">Whether one thread steps them all.</param>
    public static IVectorEnvironment MakeVector(
        Worlds worlds, string id, string key, int count, Func<(IEnvironment Environment, IArrayEnvironment Arrays)> make, CancellationToken stop = default,
        bool oneByOne = false) => VectorFactory.Make(worlds, id, key, count, make, stop, oneByOne);

    private static (IEnvironment, IArrayEnvironment) MakePair(Worlds worlds, EnvironmentOptions options, string key, Action<IEnvironment>? made)
    {
        var environment = Make(worlds, options, key);
        made?.Invoke(environment);
        return (environment, UserText.Use($"{key}.id", environment.AsArrays));
    }

    private static IEnvironment MakeBare(Worlds worlds, EnvironmentOptions options, string key)
    {
        if (worlds.Environments.SourceOf(options.Id!) is not null)
            return worlds.Environments.Make(options.Id!, options.Worker, [.. options.Arguments.Select(argument => (argument.Key, argument.Value))]);
        var environment = worlds.Environments.Make(options.Id!, [.. InText(options.Arguments)]);
        if (options.Worker == new WorkerOptions())
            return environment;
        environment.Dispose();
        throw new ConfigException($"'{key}.worker' is for environments in Python, and {options.Id} is not one of them: leave it out.");
    }

    // A list goes through as its text, which is how registered arguments read lists from a command line too.
    private static IEnumerable<(string Name, object? Value)> InText(IReadOnlyDictionary<string, object?> arguments) =>
        arguments.Select(argument => (argument.Key, argument.Value is object[] list ? $"[{string.Join(", ", list)}]" : argument.Value));
}
