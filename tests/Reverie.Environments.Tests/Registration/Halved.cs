using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Registration;

/// <summary>A plug-in's wrapper.</summary>
public sealed class Halved(Environment<NdArray<float>, int> inner) : ObservationWrapper<NdArray<float>, NdArray<float>, int>(inner)
{
    public override Space<NdArray<float>> ObservationSpace { get; } = new Box<float>(-0.5f, 0.5f, 2);

    protected override NdArray<float> Observe(NdArray<float> observation)
    {
        var half = observation.Clone();
        foreach (ref float element in half.Span)
            element /= 2;
        return half;
    }
}
