namespace Reverie.Torch.Serialization;

/// <summary>A Python callable that a pickle may name, with our own code behind it.</summary>
/// <param name="Name">Python's name, for messages.</param>
/// <param name="Invoke">Takes the positional arguments; refuses wrong ones with <see cref="InvalidDataException"/>.</param>
internal sealed record PickleFunction(string Name, Func<object?[], object?> Invoke);
