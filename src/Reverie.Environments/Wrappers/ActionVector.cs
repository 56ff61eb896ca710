using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>Actions as vectors: a one-hot vector for each choice, or the real numbers.</summary>
internal sealed class ActionVector
{
    private readonly int[] _counts;
    private readonly (float Low, float High)[] _bounds;

    /// <param name="space">The action space.</param>
    /// <exception cref="ArgumentException">Its actions cannot be written as vectors.</exception>
    public ActionVector(Space space)
    {
        (_counts, _bounds) = space switch
        {
            Discrete choice => ([choice.Count], []),
            MultiDiscrete choices => ([.. choices.Counts], []),
            Box<float> box => ([], [.. Enumerable.Range(0, new NdArray<float>(box.Shape).Length).Select(box.Bounds)]),
            Box<double> box => ((int[])[], ((float Low, float High)[])[.. Enumerable.Range(0, new NdArray<double>(box.Shape).Length)
                .Select(box.Bounds).Select(pair => ((float)pair.Low, (float)pair.High))]),
            _ => throw new ArgumentException($"Actions of {space} cannot be shown as vectors: leave this wrapper out."),
        };
        Length = _counts.Sum() + _bounds.Length;
    }

    /// <summary>Numbers of a vector.</summary>
    public int Length { get; }

    /// <summary>The space of several vectors, one behind the other.</summary>
    public Box<float> SpaceOf(int count)
    {
        if (_bounds.Length == 0)
            return new(0, 1, count * Length);
        NdArray<float> low = new(count * Length), high = new(count * Length);
        for (int i = 0; i < low.Length; i++)
            (low.Data[i], high.Data[i]) = _bounds[i % Length];
        return new(low, high);
    }

    /// <summary>Writes an action of the space.</summary>
    public void Write(object action, Span<float> vector)
    {
        vector.Clear();
        switch (action)
        {
            case int choice:
                vector[choice] = 1;
                break;
            case NdArray<int> choices:
                for (int i = 0, start = 0; i < _counts.Length; start += _counts[i++])
                    vector[start + choices.Data[i]] = 1;
                break;
            case NdArray<float> numbers:
                numbers.Span.CopyTo(vector);
                break;
            case NdArray<double> numbers:
                for (int i = 0; i < numbers.Length; i++)
                    vector[i] = (float)numbers.Data[i];
                break;
        }
    }

    /// <summary>Writes what stands for an action; of real numbers one may stand for all.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public void Write(IReadOnlyList<double> action, Span<float> vector)
    {
        if (_counts.Length == 0 && action.Count == 1)
        {
            vector.Fill((float)action[0]);
            return;
        }
        if (action.Count != Math.Max(_counts.Length, _bounds.Length) || _counts.Zip(action).Any(pair => pair.Second != Math.Floor(pair.Second) || pair.Second < 0 || pair.Second >= pair.First))
            throw new ArgumentException($"[{string.Join(", ", action)}] is no action here: give for noop {Wish}.");
        for (int i = 0; i < _bounds.Length; i++)
            vector[i] = (float)action[i];
        for (int i = 0, start = 0; i < _counts.Length; start += _counts[i++])
            vector[start + (int)action[i]] = 1;
    }

    private string Wish => _counts switch
    {
        [] => $"a number, or {_bounds.Length} of them",
        [int count] => $"0 to {count - 1}",
        _ => $"a list of choices, of {string.Join(", ", _counts)}",
    };
}
