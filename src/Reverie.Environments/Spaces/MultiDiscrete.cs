using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>Several choices at once: arrays of integers, the one at place i from 0 to Counts[i] - 1.</summary>
public sealed class MultiDiscrete : Space<NdArray<int>>
{
    private readonly int[] _counts;

    /// <param name="counts">How many alternatives each choice has.</param>
    /// <exception cref="ArgumentException">There is no choice, or one without alternatives.</exception>
    public MultiDiscrete(params ReadOnlySpan<int> counts)
    {
        _counts = counts.ToArray();
        if (_counts.Length == 0 || _counts.Min() < 1)
            throw new ArgumentException($"Give at least one choice, and each at least one alternative, not [{string.Join(", ", _counts)}].", nameof(counts));
    }

    /// <summary>How many alternatives each choice has.</summary>
    public IReadOnlyList<int> Counts => _counts;

    public override bool Contains(NdArray<int> value)
    {
        if (value.Shape is not [int length] || length != _counts.Length)
            return false;
        for (int i = 0; i < _counts.Length; i++)
        {
            if ((uint)value.Data[i] >= (uint)_counts[i])
                return false;
        }
        return true;
    }

    public override NdArray<int> Sample(Pcg64 random)
    {
        var choices = new NdArray<int>(_counts.Length);
        for (int i = 0; i < _counts.Length; i++)
            choices.Data[i] = random.Integers(0, _counts[i]);
        return choices;
    }

    public override string ToString() => $"MultiDiscrete([{string.Join(", ", _counts)}])";
}
