using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>The set of values that an observation or an action may take.</summary>
public abstract class Space
{
    /// <summary>Whether <paramref name="value"/> has the right type, shape and range.</summary>
    public abstract bool Contains(object? value);

    /// <summary>A random member.</summary>
    public abstract object SampleObject(Pcg64 random);
}
