namespace Reverie.Environments.MiniGrid.WaveFunctionCollapse;

/// <summary>A small square of walls and floor that may occur in a level, and how likely it is against others.</summary>
internal sealed record WfcPattern
{
    /// <summary>Constants by which MiniGrid hashes patterns; the hash decides their order, and the order decides which one chance picks.</summary>
    private static readonly long[] Vector =
    [
        900450186894289456, 3969543146641149121, 1895649597198586620, 827948490035658088, -1408320422220276012,
        2691271404617651955, -1151312763198686632, 7226936298635050457, 8553068346248842637,
    ];

    private readonly uint _walls, _gaps;

    private WfcPattern(uint walls, uint gaps, int size, double weight) => (_walls, _gaps, Size, Weight) = (walls, gaps, size, weight);

    public int Size { get; }

    public double Weight { get; }

    /// <summary>
    /// Reads "#./..", column by column: # is wall, . is floor, + is floor of another shade, which only fits itself. Levels show both
    /// floors alike.
    /// </summary>
    public static WfcPattern Parse(string text, double weight)
    {
        string[] columns = text.Split('/');
        return new(MaskOf('#'), MaskOf('+'), columns.Length, weight);

        uint MaskOf(char kind)
        {
            uint mask = 0;
            for (int x = 0; x < columns.Length; x++)
            {
                for (int y = 0; y < columns.Length; y++)
                {
                    if (columns[x][y] == kind)
                        mask |= 1u << (x * columns.Length + y);
                }
            }
            return mask;
        }
    }

    /// <summary>This pattern turned and mirrored in every way, each form once, with the same weight.</summary>
    public IEnumerable<WfcPattern> AllForms()
    {
        var form = this;
        var forms = new HashSet<WfcPattern>();
        for (int turn = 0; turn < 4; turn++)
        {
            forms.Add(form);
            forms.Add(form.Mirrored());
            form = form.Turned();
        }
        return forms;
    }

    public bool IsWall(int x, int y) => Has(_walls, x, y);

    /// <summary>Whether <paramref name="other"/> may lie one cell further in a direction: where the two overlap they agree.</summary>
    public bool Fits(WfcPattern other, Position step)
    {
        for (int x = Math.Max(0, step.X); x < Size + Math.Min(0, step.X); x++)
        {
            for (int y = Math.Max(0, step.Y); y < Size + Math.Min(0, step.Y); y++)
            {
                if (Shade(x, y) != other.Shade(x - step.X, y - step.Y))
                    return false;
            }
        }
        return true;
    }

    /// <summary>The original's hash: a wrapping product of the pixels, read row by row, each the like product of its three equal channels.</summary>
    public long Hash()
    {
        long channels = unchecked(Vector[0] + Vector[1] + Vector[2]);
        long hash = 0;
        for (int x = 0; x < Size; x++)
        {
            for (int y = 0; y < Size; y++)
                hash = unchecked(hash + Shade(x, y) * channels * Vector[y * Size + x]);
        }
        return hash;
    }

    /// <summary>How bright the sample image is there: floor is white, wall black, and a gap in a wall a hair less than white.</summary>
    private long Shade(int x, int y) => Has(_walls, x, y) ? 0 : Has(_gaps, x, y) ? 254 : 255;

    private bool Has(uint mask, int x, int y) => ((mask >> (x * Size + y)) & 1) != 0;

    private WfcPattern Turned() => Map((x, y) => (Size - 1 - y, x));

    private WfcPattern Mirrored() => Map((x, y) => (Size - 1 - x, y));

    private WfcPattern Map(Func<int, int, (int X, int Y)> to)
    {
        return new(Moved(_walls), Moved(_gaps), Size, Weight);

        uint Moved(uint mask)
        {
            uint moved = 0;
            for (int x = 0; x < Size; x++)
            {
                for (int y = 0; y < Size; y++)
                {
                    (int tx, int ty) = to(x, y);
                    if (Has(mask, x, y))
                        moved |= 1u << (tx * Size + ty);
                }
            }
            return moved;
        }
    }
}
