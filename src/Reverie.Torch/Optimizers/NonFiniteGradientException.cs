namespace Reverie.Torch.Optimizers;

/// <summary>A gradient is infinite or not a number, so that no step was taken; the parameters are as they were.</summary>
public sealed class NonFiniteGradientException(string message) : ArithmeticException(message);
