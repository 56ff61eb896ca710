using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>Joins an observation of named numbers to one vector, part after part.</summary>
public sealed class VectorWrapper<TAction> : ObservationWrapper<NamedNumbers, NdArray<double>, TAction> where TAction : notnull
{
    private readonly NdArray<double> _vector;

    /// <param name="inner">An environment of named numbers.</param>
    public VectorWrapper(Environment<NamedNumbers, TAction> inner) : base(inner)
    {
        var spaces = ((IDictSpace)inner.ObservationSpace).Spaces.Values.Cast<Box<double>>();
        double[] low = [.. spaces.SelectMany(space => Bounds(space).Select(bounds => bounds.Low))];
        double[] high = [.. spaces.SelectMany(space => Bounds(space).Select(bounds => bounds.High))];
        _vector = new(low.Length);
        ObservationSpace = new(Filled(low), Filled(high));
    }

    public override Box<double> ObservationSpace { get; }

    protected override NdArray<double> Observe(NamedNumbers observation)
    {
        observation.CopyTo(_vector.Span);
        return _vector;
    }

    private static IEnumerable<(double Low, double High)> Bounds(Box<double> space) =>
        Enumerable.Range(0, new NdArray<double>(space.Shape).Length).Select(space.Bounds);

    private static NdArray<double> Filled(double[] numbers)
    {
        var array = new NdArray<double>(numbers.Length);
        numbers.CopyTo(array.Data, 0);
        return array;
    }
}
