using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>A single integer.</summary>
/// <param name="array">The place of the array in the layout.</param>
internal sealed class IntegerWriter(int array) : RowWriter<int>
{
    public override void Write(int value, ObservationRow row) => row.Elements<long>(array)[0] = value;

    public override void WritePart(IDictObservation whole, string key, ObservationRow row) => Write(whole.Integer(key), row);
}
