namespace Reverie.Training.Configuration;

/// <summary>
/// Loads options records from layers: the record's own defaults, <c>config.yaml</c>, the chosen file of each group, and the
/// overrides of the command line. An algorithm brings its record and its YAML; nothing else has to be registered.
/// </summary>
public static class ConfigLoader
{
    /// <summary>Composes the configuration folder and binds it strictly.</summary>
    /// <typeparam name="TOptions">A record with settable properties; keys are their names in snake_case.</typeparam>
    /// <param name="configDirectory">Folder with <c>config.yaml</c> and one sub-folder per group.</param>
    /// <param name="overrides">Overrides in Hydra's grammar: <c>exp=small</c>, <c>common.epochs=3</c>, ...</param>
    /// <exception cref="ConfigException">One sentence that says what is wrong and where.</exception>
    public static LoadedConfig<TOptions> Load<TOptions>(string configDirectory, IEnumerable<string> overrides)
        where TOptions : class, new()
    {
        var tree = OptionsTree.From(new TOptions());
        var choices = ComposeOnto(tree, configDirectory, overrides);
        return Bind<TOptions>(tree, choices);
    }

    /// <summary>Loads the resolved configuration that a run saved, with overrides for what shall differ this time.</summary>
    /// <param name="file">A file that was written from <see cref="LoadedConfig{TOptions}.Tree"/>.</param>
    /// <param name="overrides">Dotted overrides; groups cannot be chosen again.</param>
    /// <exception cref="ConfigException">One sentence that says what is wrong and where.</exception>
    public static LoadedConfig<TOptions> LoadFile<TOptions>(string file, IEnumerable<string> overrides)
        where TOptions : class, new()
    {
        if (!File.Exists(file))
            throw new ConfigException($"There is no configuration file '{file}'.");
        var tree = OptionsTree.From(new TOptions());
        tree.MergeFrom(YamlReader.Read(File.ReadAllText(file), file));
        foreach (var item in overrides.Select(Override.Parse))
            ConfigComposer.Apply(item, tree);
        return Bind<TOptions>(tree, new Dictionary<string, string?>());
    }

    /// <summary>Composes the folder without binding, to learn which algorithm (and so which options record) is asked for.</summary>
    /// <returns>The tree as written, interpolations included, read with <see cref="ConfigMap.FindText"/>.</returns>
    /// <exception cref="ConfigException">One sentence that says what is wrong and where.</exception>
    public static ConfigMap Peek(string configDirectory, IEnumerable<string> overrides)
    {
        var tree = new ConfigMap(ConfigOrigin.BuiltIn);
        ComposeOnto(tree, configDirectory, overrides);
        return tree;
    }

    private static IReadOnlyDictionary<string, string?> ComposeOnto(ConfigMap tree, string configDirectory, IEnumerable<string> overrides)
    {
        var composer = new ConfigComposer(new ConfigDirectory(configDirectory), overrides.Select(Override.Parse));
        composer.ComposeOnto(tree);
        return composer.Choices;
    }

    private static LoadedConfig<TOptions> Bind<TOptions>(ConfigMap tree, IReadOnlyDictionary<string, string?> choices)
        where TOptions : class, new()
    {
        var resolved = new Interpolator(tree).Resolve();
        var options = (TOptions)OptionsBinder.Bind(typeof(TOptions), resolved);
        OptionsValidator.Validate(options, resolved);
        return new LoadedConfig<TOptions>(options, OptionsTree.From(options, resolved), choices);
    }
}
