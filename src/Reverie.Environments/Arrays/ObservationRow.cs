namespace Reverie.Environments.Arrays;

/// <summary>The place of one observation in blocks of many: an environment writes into it, nothing is allocated.</summary>
/// <param name="arrays">The blocks, in the layout's order.</param>
/// <param name="texts">The texts, in the layout's order.</param>
/// <param name="row">Which row.</param>
public readonly struct ObservationRow(IReadOnlyList<ArrayRows> arrays, IReadOnlyList<string[]> texts, int row)
{
    /// <summary>Bytes of one array.</summary>
    public Span<byte> Bytes(int array) => arrays[array].Row(row);

    /// <summary>Elements of one array.</summary>
    public Span<T> Elements<T>(int array) where T : unmanaged => arrays[array].Row<T>(row);

    /// <summary>One text.</summary>
    public ref string Text(int text) => ref texts[text][row];

    /// <summary>The same place for an environment that knows the first texts only.</summary>
    public ObservationRow WithTexts(int count) => new(arrays, texts, row) { TextCount = count };

    private int TextCount { get; init; } = texts.Count;

    /// <summary>Copies all arrays and texts to another place of the same layout.</summary>
    public void CopyTo(ObservationRow other)
    {
        for (int i = 0; i < arrays.Count; i++)
            Bytes(i).CopyTo(other.Bytes(i));
        for (int i = 0; i < TextCount; i++)
            other.Text(i) = Text(i);
    }
}
