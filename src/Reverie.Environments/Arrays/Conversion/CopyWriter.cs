using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Arrays whose elements stay what they are.</summary>
/// <param name="array">The place of the array in the layout.</param>
internal sealed class CopyWriter<T>(int array) : RowWriter<NdArray<T>> where T : unmanaged
{
    public override void Write(NdArray<T> value, ObservationRow row)
    {
        var to = row.Elements<T>(array);
        RequireLength(value.Length, to.Length);
        value.Span.CopyTo(to);
    }
}
