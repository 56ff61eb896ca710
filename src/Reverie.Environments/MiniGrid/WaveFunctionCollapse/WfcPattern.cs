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

    private readonly uint _walls;

    private WfcPattern(uint walls, int size, double weight) => (_walls, Size, Weight) = (walls, size, weight);

    public int Size { get; }

    public double Weight { get; }

    /// <summary>Reads "#./..", column by column: # is wall, . is floor.</summary>
    public static WfcPattern Parse(string text, double weight)
    {
        string[] columns = text.Split('/');
        uint walls = 0;
        for (int x = 0; x < columns.Length; x++)
            for (int y = 0; y < columns.Length; y++)
                if (columns[x][y] == '#')
                    walls |= 1u << (x * columns.Length + y);
        return new(walls, columns.Length, weight);
    }

    /// <summary>This pattern turned and mirrored in every way, each form once, with the same weight.</summary>
    public IEnumerable<WfcPattern> AllForms()
    {
        WfcPattern form = this;
        var forms = new HashSet<WfcPattern>();
        for (int turn = 0; turn < 4; turn++)
        {
            forms.Add(form);
            forms.Add(form.Mirrored());
            form = form.Turned();
        }
        return forms;
    }

    public bool IsWall(int x, int y) => ((_walls >> (x * Size + y)) & 1) != 0;

    /// <summary>Whether <paramref name="other"/> may lie one cell further in a direction: where the two overlap they agree.</summary>
    public bool Fits(WfcPattern other, Position step)
    {
        for (int x = Math.Max(0, step.X); x < Size + Math.Min(0, step.X); x++)
            for (int y = Math.Max(0, step.Y); y < Size + Math.Min(0, step.Y); y++)
                if (IsWall(x, y) != other.IsWall(x - step.X, y - step.Y))
                    return false;
        return true;
    }

    /// <summary>The original's hash: a wrapping product of the pixels, read row by row, of which floor is white and wall black.</summary>
    public long Hash()
    {
        long white = unchecked(255 * (Vector[0] + Vector[1] + Vector[2]));
        long hash = 0;
        for (int x = 0; x < Size; x++)
            for (int y = 0; y < Size; y++)
                if (!IsWall(x, y))
                    hash = unchecked(hash + white * Vector[y * Size + x]);
        return hash;
    }

    private WfcPattern Turned() => Map((x, y) => (Size - 1 - y, x));

    private WfcPattern Mirrored() => Map((x, y) => (Size - 1 - x, y));

    private WfcPattern Map(Func<int, int, (int X, int Y)> to)
    {
        uint walls = 0;
        for (int x = 0; x < Size; x++)
        {
            for (int y = 0; y < Size; y++)
            {
                (int tx, int ty) = to(x, y);
                if (IsWall(x, y))
                    walls |= 1u << (tx * Size + ty);
            }
        }
        return new(walls, Size, Weight);
    }
}
