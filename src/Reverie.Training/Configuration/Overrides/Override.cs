using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>One override of the command line, such as <c>common.device=cpu</c>, <c>env=minigrid</c> or <c>~wandb.name</c>.</summary>
/// <param name="Text">What the user typed.</param>
/// <param name="Key">Dotted key, or group name with slashes.</param>
/// <param name="Package">What follows <c>@</c> in the key of a group, or null.</param>
/// <param name="IsDeletion">True for <c>~key</c>.</param>
/// <param name="Values">The value; several for a sweep; none for <c>~key</c> without a value.</param>
public sealed record Override(string Text, string Key, string? Package, bool IsDeletion, IReadOnlyList<OverrideValue> Values)
{
    /// <summary>True when there are several values, one per run of a sweep.</summary>
    public bool IsSweep => Values.Count > 1;

    /// <summary>The value of an override that is no sweep.</summary>
    public ConfigNode Value => Values[0].Node;

    internal ConfigOrigin Origin => ConfigOrigin.Override(Text);

    /// <summary>Reads one override.</summary>
    /// <exception cref="ConfigException">It does not follow Hydra's grammar.</exception>
    public static Override Parse(string text) => OverrideParser.Parse(text);
}
