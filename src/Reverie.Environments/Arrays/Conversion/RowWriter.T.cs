using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Writes values of one type.</summary>
internal abstract class RowWriter<T> : RowWriter, IRowWriter<T> where T : notnull
{
    public abstract void Write(T value, ObservationRow row);

    public override void WritePart(IDictObservation whole, string key, ObservationRow row) => Write((T)whole[key], row);
}
