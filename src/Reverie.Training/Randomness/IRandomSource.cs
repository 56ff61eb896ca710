namespace Reverie.Training.Randomness;

/// <summary>A stream of random numbers; whoever draws is given one, nobody makes one.</summary>
public interface IRandomSource
{
    /// <summary>A whole number in [0, <paramref name="exclusiveMaximum"/>), all equally likely.</summary>
    int NextInt(int exclusiveMaximum);

    /// <summary>A number in [0, 1).</summary>
    double NextDouble();
}
