using Reverie.Training.Configuration.Binding;
using Reverie.Training.Configuration.Composition;
using Reverie.Training.Configuration.Interpolation;
using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration;

/// <summary>
/// Loads options records from layers: the record's own defaults, <c>config.yaml</c>, the chosen file of each group, and the
/// overrides of the command line. An algorithm brings its record and its YAML; nothing else has to be registered.
/// </summary>
public static class ConfigLoader
{
    /// <summary>Composes the files of a search path and binds them strictly.</summary>
    /// <typeparam name="TOptions">A record with settable properties; keys are their names in snake_case.</typeparam>
    /// <param name="roots">Folders of which one has <c>config.yaml</c>, each with one sub-folder per group; a folder's name will do.</param>
    /// <param name="overrides">Overrides in Hydra's grammar: <c>exp=small</c>, <c>common.epochs=3</c>, ...</param>
    /// <exception cref="ConfigException">One sentence that says what is wrong and where.</exception>
    public static LoadedConfig<TOptions> Load<TOptions>(ConfigSearchPath roots, IEnumerable<string> overrides)
        where TOptions : class, new() => new(Load(typeof(TOptions), roots, overrides));

    /// <summary>Composes the files of a search path and binds them strictly to a type that only the caller's data knows.</summary>
    /// <inheritdoc cref="Load{TOptions}"/>
    /// <param name="optionsType">A record with settable properties; keys are their names in snake_case.</param>
    /// <param name="roots">Folders of which one has <c>config.yaml</c>.</param>
    /// <param name="overrides">Overrides in Hydra's grammar.</param>
    /// <param name="apart">Keys at the root that somebody else reads, by <see cref="Peek"/>; they are not bound.</param>
    public static LoadedConfig Load(Type optionsType, ConfigSearchPath roots, IEnumerable<string> overrides, params IEnumerable<string> apart)
    {
        var tree = OptionsTree.From(Activator.CreateInstance(optionsType)!);
        var composer = new ConfigComposer(new ConfigRoots(roots), overrides.Select(Override.Parse));
        composer.ComposeOnto(tree);
        foreach (string key in apart)
            tree.Remove(key);
        return Bind(optionsType, tree, composer.Choices);
    }

    /// <summary>Loads the resolved configuration that a run saved, with overrides for what shall differ this time.</summary>
    /// <param name="file">A file that was written from <see cref="LoadedConfig.Tree"/>.</param>
    /// <param name="overrides">Dotted overrides; groups cannot be chosen again.</param>
    /// <exception cref="ConfigException">One sentence that says what is wrong and where.</exception>
    public static LoadedConfig<TOptions> LoadFile<TOptions>(string file, IEnumerable<string> overrides)
        where TOptions : class, new() => new(LoadFile(typeof(TOptions), file, overrides));

    /// <summary>Loads the resolved configuration that a run saved, with overrides for what shall differ this time.</summary>
    /// <inheritdoc cref="LoadFile{TOptions}"/>
    /// <param name="optionsType">A record with settable properties; keys are their names in snake_case.</param>
    /// <param name="file">A file that was written from <see cref="LoadedConfig.Tree"/>.</param>
    /// <param name="overrides">Dotted overrides; groups cannot be chosen again.</param>
    public static LoadedConfig LoadFile(Type optionsType, string file, IEnumerable<string> overrides)
    {
        var tree = OptionsTree.From(Activator.CreateInstance(optionsType)!);
        tree.MergeFrom(PeekFile(file));
        foreach (var item in overrides.Select(Override.Parse))
            ConfigComposer.Apply(item, tree);
        return Bind(optionsType, tree, new Dictionary<string, string?>());
    }

    /// <summary>Composes the files without binding, to learn which algorithm (and so which options record) is asked for.</summary>
    /// <returns>The tree as written, interpolations included, read with <see cref="ConfigMap.FindText"/>.</returns>
    /// <exception cref="ConfigException">One sentence that says what is wrong and where.</exception>
    public static ConfigMap Peek(ConfigSearchPath roots, IEnumerable<string> overrides)
    {
        var tree = new ConfigMap(ConfigOrigin.BuiltIn);
        new ConfigComposer(new ConfigRoots(roots), overrides.Select(Override.Parse)).ComposeOnto(tree, isComplete: false);
        return tree;
    }

    /// <summary>Reads a file that a run saved without binding it.</summary>
    /// <exception cref="ConfigException">One sentence that says what is wrong and where.</exception>
    public static ConfigMap PeekFile(string file) => File.Exists(file)
        ? YamlReader.ReadFile(file, file)
        : throw new ConfigException($"There is no configuration file '{file}'.");

    private static LoadedConfig Bind(Type optionsType, ConfigMap tree, IReadOnlyDictionary<string, string?> choices)
    {
        var interpolator = new Interpolator(tree);
        ConfigException concealed;
        try
        {
            var resolved = interpolator.Resolve();
            object options = OptionsBinder.Bind(optionsType, resolved);
            OptionsValidator.Validate(options, resolved);
            return new LoadedConfig(options, OptionsTree.From(options, resolved), choices) { Concealment = interpolator.Secrets.Conceal };
        }
        catch (ConfigException e) when (interpolator.Secrets.Conceal(e.Message) != e.Message)
        {
            // Without the exception that tells the secret.
            concealed = new ConfigException(interpolator.Secrets.Conceal(e.Message));
        }
        throw concealed;
    }
}
