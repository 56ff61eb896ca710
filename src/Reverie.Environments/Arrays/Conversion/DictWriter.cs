using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>An observation of several parts.</summary>
internal sealed class DictWriter((string Key, RowWriter Writer)[] parts) : RowWriter<IDictObservation>
{
    public override void Write(IDictObservation value, ObservationRow row)
    {
        foreach (var (key, writer) in parts)
            writer.WritePart(value, key, row);
    }
}
