using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>One override of the command line, such as <c>common.device=cpu</c>, <c>env=minigrid</c> or <c>~wandb.name</c>.</summary>
/// <param name="Text">What the user typed.</param>
/// <param name="Key">Dotted key, or group name with slashes.</param>
/// <param name="Package">What follows <c>@</c> in the key of a group, or null.</param>
/// <param name="Kind">What the mark before the key asks for.</param>
/// <param name="Value">The value, or the values of a sweep; null for <c>~key</c> without a value.</param>
public sealed record Override(string Text, string Key, string? Package, OverrideKind Kind, OverrideValue? Value)
{
    /// <summary>True when the value is a sweep, that is one value per run; it may have one value only, as <c>choice(a)</c>.</summary>
    public bool IsSweep => Value is OverrideValue.Sweep;

    internal ConfigOrigin Origin => ConfigOrigin.Override(Text);

    /// <summary>The value of an override that is no sweep and has one.</summary>
    internal ConfigNode Node => ((OverrideValue.Element)Value!).Node;

    /// <summary>Reads one override.</summary>
    /// <exception cref="ConfigException">It does not follow Hydra's grammar.</exception>
    public static Override Parse(string text) => OverrideParser.Parse(text);

    /// <exception cref="ConfigException">There are several values where only one run is asked for.</exception>
    internal void RefuseSweep()
    {
        if (IsSweep)
            throw new ConfigException(Origin, $"several values need -m to sweep over them, or brackets for a list: '{Key}=[...]'.");
    }
}
