namespace Reverie.WorldModels.Tokenizers;

/// <summary>What a tokenizer's work on one frame costs, for estimates that are good to a factor of two; nothing where it only looks up.</summary>
/// <param name="Operations">Floating-point operations of encoding and decoding it.</param>
/// <param name="Activations">Numbers that a training step keeps of it.</param>
/// <param name="Layer">Numbers in its largest layer.</param>
public readonly record struct FrameCost(double Operations, double Activations, double Layer);
