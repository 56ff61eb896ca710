using System.Numerics;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Arrays whose elements become another type.</summary>
/// <param name="array">The place of the array in the layout.</param>
internal sealed class ConvertWriter<TFrom, TTo>(int array) : RowWriter<NdArray<TFrom>>
    where TFrom : unmanaged, INumberBase<TFrom>
    where TTo : unmanaged, INumberBase<TTo>
{
    public override void Write(NdArray<TFrom> value, ObservationRow row)
    {
        ReadOnlySpan<TFrom> from = value.Span;
        var to = row.Elements<TTo>(array);
        RequireLength(from.Length, to.Length);
        for (int i = 0; i < from.Length && i < to.Length; i++)
            to[i] = TTo.CreateTruncating(from[i]);
    }
}
