using System.Numerics;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Real numbers. What lies outside the bounds is left to the environment; what is not a number is refused.</summary>
/// <param name="shape">The shape of an action.</param>
internal sealed class NumbersReader<T>(ReadOnlySpan<int> shape) : IActionReader<NdArray<T>> where T : unmanaged, INumber<T>
{
    private readonly NdArray<T> _action = new(shape);

    public NdArray<T> Read(ActionRow row)
    {
        var numbers = row.Numbers;
        var action = _action.Span;
        for (int i = 0; i < action.Length; i++)
        {
            action[i] = float.IsFinite(numbers[i])
                ? T.CreateTruncating(numbers[i])
                : throw new ArgumentOutOfRangeException(null, $"Number {i} of an action is {numbers[i]}: actions are finite numbers.");
        }
        return _action;
    }
}
