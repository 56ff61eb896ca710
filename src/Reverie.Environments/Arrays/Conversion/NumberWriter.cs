using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>A single real number.</summary>
/// <param name="array">The place of the array in the layout.</param>
internal sealed class NumberWriter(int array) : RowWriter<double>
{
    public override void Write(double value, ObservationRow row) => row.Elements<float>(array)[0] = (float)value;

    public override void WritePart(IDictObservation whole, string key, ObservationRow row) => Write(whole.Number(key), row);
}
