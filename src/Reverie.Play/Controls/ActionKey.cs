namespace Reverie.Play.Controls;

/// <summary>What a key does in the environment.</summary>
/// <param name="Index">The action, or, of real numbers, which one it moves.</param>
/// <param name="Value">Where the real number is moved to; unused for choices.</param>
/// <param name="Name">What people call it.</param>
public sealed record ActionKey(int Index, float Value, string Name);
