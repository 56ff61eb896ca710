using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Several choices.</summary>
internal sealed class ChoicesReader(IReadOnlyList<int> counts) : IActionReader<NdArray<int>>
{
    private readonly int[] _counts = [.. counts];
    private readonly NdArray<int> _action = new(counts.Count);

    public NdArray<int> Read(ActionRow row)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            long choice = row.Integers[i];
            _action.Data[i] = (ulong)choice < (ulong)_counts[i]
                ? (int)choice
                : throw new ArgumentOutOfRangeException(null, $"There is no choice {choice} at place {i} of an action: use 0 to {_counts[i] - 1}.");
        }
        return _action;
    }
}
