namespace Reverie.Environments.Arrays.Conversion;

/// <summary>One choice.</summary>
/// <param name="count">Of how many.</param>
internal sealed class ChoiceReader(int count) : IActionReader<int>
{
    public int Read(ActionRow row)
    {
        long choice = row.Integers[0];
        return (ulong)choice < (ulong)count
            ? (int)choice
            : throw new ArgumentOutOfRangeException(null, $"There is no action {choice}: use 0 to {count - 1}.");
    }
}
