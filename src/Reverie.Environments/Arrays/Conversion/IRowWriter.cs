namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Writes an observation, or a part of one, into its place.</summary>
internal interface IRowWriter<in T>
{
    void Write(T value, ObservationRow row);
}
