namespace Reverie.Torch.Sequences;

/// <summary>One tensor of a <see cref="RecurrentState"/>.</summary>
/// <param name="Name">As in a saved state.</param>
/// <param name="Shape">Of one row.</param>
/// <param name="Start">What a row begins with.</param>
/// <param name="Learned">
/// Gives what a row begins with instead, of the row's shape: a function of trained parameters, to which gradients flow. Null: the number.
/// </param>
public sealed record StateSlot(string Name, long[] Shape, double Start = 0, Func<Tensor>? Learned = null);
