using System.ComponentModel;
using System.Globalization;

namespace Reverie.Environments.MiniGrid;

/// <summary>Makes cells of pairs of integers.</summary>
internal sealed class PositionConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(int[]) || sourceType == typeof(ValueTuple<int, int>);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => value switch
    {
        int[] { Length: 2 } pair => new Position(pair[0], pair[1]),
        ValueTuple<int, int> pair => new Position(pair.Item1, pair.Item2),
        _ => throw new FormatException("A cell is a pair of integers."),
    };
}
