using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>The networks. What is seen decides the encoder: symbols (bytes) and numbers go into layers, frames into convolutions.</summary>
public sealed record NetworkOptions
{
    /// <summary>Names of the observations that are looked at; all of them if left empty.</summary>
    public IReadOnlyList<string> Observations { get; init; } = [];

    /// <summary>How many values a symbol has; MiniGrid's types have 11.</summary>
    [Range(2, 256)]
    public int SymbolClasses { get; init; } = 11;

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <summary><c>tanh</c> or <c>relu</c>.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Tanh;

    /// <summary>Whether actor and critic share no layer; null: where they can, which is over symbols and numbers without a mission or a memory.</summary>
    public bool? Separate { get; init; }

    /// <summary>Width of what convolutions make of a frame or of a view with a mission.</summary>
    [Range(1, 1 << 16)]
    public int Features { get; init; } = 128;

    /// <summary><c>none</c>, or <c>film</c>: the mission modulates what is made of the view.</summary>
    public MissionUse Mission { get; init; }

    /// <summary>Different words of missions, at most.</summary>
    [Range(2, 1 << 16)]
    public int Vocabulary { get; init; } = 128;

    /// <summary>Words of a mission, at most.</summary>
    [Range(1, 1024)]
    public int MissionLength { get; init; } = 64;

    /// <summary>Width of the memory (an LSTM); 0: none.</summary>
    [Range(0, 1 << 14)]
    public int Memory { get; init; }

    /// <summary>First logarithm of the deviation, where actions are real numbers.</summary>
    [Range(-20.0, 2.0)]
    public double InitialLogStd { get; init; }

    internal IEnumerable<ValidationResult> Mistakes()
    {
        if (Hidden.Count == 0 || Hidden.Any(width => width is < 1 or > 1 << 16))
            yield return new ValidationResult("'network.hidden' is a list of widths from 1 to 65536, such as [64, 64].", ["network.hidden"]);
        if (Separate == true && Mission != MissionUse.None)
            yield return new ValidationResult("With 'network.mission' actor and critic share what reads it; set network.separate=null.", ["network.separate", "network.mission"]);
        if (Separate == true && Memory > 0)
            yield return new ValidationResult("With 'network.memory' actor and critic share the memory; set network.separate=null.", ["network.separate", "network.memory"]);
    }
}
