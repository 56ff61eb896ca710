namespace Reverie.Environments.MiniGrid;

/// <summary>
/// How sight spreads over one row of the agent's view: first to the right, then to the left, from every visible cell that can be looked
/// through to its neighbour, and from both of these to the row ahead. Rows are bit masks, bit x for column x.
/// </summary>
internal static class Visibility
{
    private const int TableWidth = 7;

    /// <summary>For the usual view, both answers for every row: [visible, transparent] to within-row | ahead &lt;&lt; 7.</summary>
    private static readonly ushort[] Table = MakeTable();

    /// <param name="visible">What is visible in this row so far.</param>
    /// <param name="transparent">Which of its cells can be looked through.</param>
    /// <param name="width">Number of columns, at most 31.</param>
    /// <returns>All that is visible in this row, and what becomes visible in the row ahead.</returns>
    public static (uint Row, uint Ahead) Spread(uint visible, uint transparent, int width)
    {
        if (width != TableWidth)
            return Compute(visible, transparent, width);
        uint both = Table[(visible << TableWidth) | transparent];
        return (both & 127, both >> TableWidth);
    }

    private static (uint Row, uint Ahead) Compute(uint visible, uint transparent, int width)
    {
        uint ahead = 0;
        for (int x = 0; x < width - 1; x++)
        {
            uint lit = (visible & transparent & (1u << x)) >> x;
            visible |= lit << (x + 1);
            ahead |= (lit << (x + 1)) | (lit << x);
        }
        for (int x = width - 1; x > 0; x--)
        {
            uint lit = (visible & transparent & (1u << x)) >> x;
            visible |= lit << (x - 1);
            ahead |= (lit << (x - 1)) | (lit << x);
        }
        return (visible, ahead);
    }

    private static ushort[] MakeTable()
    {
        const uint Rows = 1u << TableWidth;
        ushort[] table = new ushort[Rows * Rows];
        for (uint visible = 0; visible < Rows; visible++)
        {
            for (uint transparent = 0; transparent < Rows; transparent++)
            {
                (uint row, uint ahead) = Compute(visible, transparent, TableWidth);
                table[(visible << TableWidth) | transparent] = (ushort)(row | (ahead << TableWidth));
            }
        }
        return table;
    }
}
