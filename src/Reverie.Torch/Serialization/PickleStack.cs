using System.Runtime.InteropServices;

namespace Reverie.Torch.Serialization;

/// <summary>The stack of the pickle machine, with its marks. Underflow and excess are errors of the file.</summary>
internal sealed class PickleStack
{
    // Real checkpoints stay far below: a dict is stored in batches of 1000 items.
    private const int MaxDepth = 1 << 20;

    private readonly List<object?> _values = [];
    private readonly Stack<int> _marks = [];

    /// <summary>Values that the operation at hand may take: those above the newest mark.</summary>
    private int Available => _values.Count - (_marks.TryPeek(out int mark) ? mark : 0);

    public void Push(object? value)
    {
        if (_values.Count == MaxDepth)
            throw new InvalidDataException("piles up more values than any checkpoint does");
        _values.Add(value);
    }

    public void Mark()
    {
        if (_marks.Count == MaxDepth)
            throw new InvalidDataException("is nested deeper than any checkpoint is");
        _marks.Push(_values.Count);
    }

    public object? Peek() => Available > 0 ? _values[^1] : throw Underflow();

    public object? Pop()
    {
        object? value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>Takes the top <paramref name="count"/> values, deepest first.</summary>
    public object?[] Pop(int count)
    {
        if (Available < count)
            throw Underflow();
        object?[] taken = CollectionsMarshal.AsSpan(_values)[^count..].ToArray();
        _values.RemoveRange(_values.Count - count, count);
        return taken;
    }

    /// <summary>Takes all values above the newest mark, and the mark.</summary>
    public object?[] PopToMark()
    {
        object?[] taken = _marks.Count > 0 ? Pop(Available) : throw Underflow();
        _marks.Pop();
        return taken;
    }

    private static InvalidDataException Underflow() => new("takes a value from an empty stack");
}
