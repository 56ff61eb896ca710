namespace Reverie.Environments.Arrays.Conversion;

/// <summary>A text.</summary>
/// <param name="text">The place of the text in the layout.</param>
internal sealed class WordsWriter(int text) : RowWriter<string>
{
    public override void Write(string value, ObservationRow row) => row.Text(text) = value;
}
