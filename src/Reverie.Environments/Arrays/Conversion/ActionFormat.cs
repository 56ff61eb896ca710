using System.Numerics;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>How the actions of a space are written as numbers, and who reads them.</summary>
internal sealed class ActionFormat
{
    private readonly object _reader;

    /// <param name="space">The action space.</param>
    /// <exception cref="NotSupportedException">Its actions cannot be written as numbers.</exception>
    public ActionFormat(Space space) => (Spec, _reader) = space switch
    {
        Discrete choice => (ActionSpec.Discrete(choice.Count), new ChoiceReader(choice.Count)),
        MultiDiscrete choices => (ActionSpec.MultiDiscrete(choices.Counts), new ChoicesReader(choices.Counts)),
        Box<float> box => (Continuous(box), (object)new NumbersReader<float>(box.Shape)),
        Box<double> box => (Continuous(box), new NumbersReader<double>(box.Shape)),
        _ => throw new NotSupportedException($"Actions of {space} cannot be written as numbers: use Discrete, MultiDiscrete, or Box of float or double."),
    };

    public ActionSpec Spec { get; }

    /// <summary>Reads actions of the .NET type that belongs to the space.</summary>
    public IActionReader<T> ReaderOf<T>() => (IActionReader<T>)_reader;

    private static ActionSpec Continuous<T>(Box<T> box) where T : unmanaged, INumber<T>
    {
        (T Low, T High)[] bounds = [.. Enumerable.Range(0, new NdArray<T>(box.Shape).Length).Select(box.Bounds)];
        return ActionSpec.Continuous(
            [.. bounds.Select(pair => float.CreateTruncating(pair.Low))], [.. bounds.Select(pair => float.CreateTruncating(pair.High))]);
    }
}
