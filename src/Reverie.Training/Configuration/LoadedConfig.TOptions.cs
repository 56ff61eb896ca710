namespace Reverie.Training.Configuration;

/// <summary>A configuration whose type of options is known where it is loaded.</summary>
/// <typeparam name="TOptions">The options record.</typeparam>
public sealed record LoadedConfig<TOptions> : LoadedConfig
    where TOptions : class
{
    internal LoadedConfig(LoadedConfig loaded)
        : base(loaded)
    {
    }

    /// <summary>The typed options.</summary>
    public new TOptions Options => (TOptions)base.Options;
}
