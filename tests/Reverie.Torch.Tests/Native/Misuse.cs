namespace Reverie.Torch.Tests.Native;

/// <summary>A call that must be refused.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Says">A part of the sentence that refuses it.</param>
/// <param name="Call">The call.</param>
internal sealed record Misuse(string Name, string Says, Action Call);
