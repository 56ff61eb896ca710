using Reverie.Environments.Arrays;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests;

/// <summary>A toy that cannot be saved.</summary>
public sealed class FleetingToy() : Toy<NdArray<float>, int>(new Box<float>(-1, 1, 2), new Discrete(2))
{
    public override Saving Saving => Saving.None;
}
