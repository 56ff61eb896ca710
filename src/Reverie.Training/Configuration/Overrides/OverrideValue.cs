using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>One value of an override: its text, and the tree that the text stands for.</summary>
public sealed record OverrideValue(string Text, ConfigNode Node);
