using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>Any double, infinities and NaN included.</summary>
public sealed class RealLine : Space<double>
{
    public override bool Contains(double value) => true;

    public override double Sample(Pcg64 random) => random.Uniform(-1, 1);

    public override string ToString() => "Real";
}
