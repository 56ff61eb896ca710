using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>A space whose members are of one .NET type.</summary>
public abstract class Space<T> : Space where T : notnull
{
    /// <inheritdoc cref="Space.Contains(object?)"/>
    public abstract bool Contains(T value);

    public sealed override bool Contains(object? value) => value is T member && Contains(member);

    /// <inheritdoc cref="Space.SampleObject"/>
    public abstract T Sample(Pcg64 random);

    public sealed override object SampleObject(Pcg64 random) => Sample(random);
}
