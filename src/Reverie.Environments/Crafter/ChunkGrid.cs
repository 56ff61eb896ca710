namespace Reverie.Environments.Crafter;

/// <summary>
/// The world in blocks of 12 x 12 cells, each with its creatures in the order in which they came. A block is known once something has been
/// in it; blocks are kept in the order of first use.
/// </summary>
public sealed class ChunkGrid
{
    public const int Size = 12;

    /// <summary>How many there are.</summary>
    public const int Count = Across * Across;

    private const int Capacity = Size * Size, Across = (CrafterWorld.Size + Size - 1) / Size, Kinds = (int)Material.Furnace + 1;

    private readonly ushort[] _slots = new ushort[Count * Capacity];
    private readonly int[] _counts = new int[Count];
    private readonly int[] _materials = new int[Count * Kinds];
    private readonly bool[] _known = new bool[Count];
    private readonly byte[] _order = new byte[Count];
    private int _ordered;

    /// <summary>The known blocks, in order of first use.</summary>
    public ReadOnlySpan<byte> Order => _order.AsSpan(0, _ordered);

    public static int Of(int x, int y) => x / Size * Across + y / Size;

    /// <summary>The cells of a block, ends excluded.</summary>
    public static (int Left, int Right, int Top, int Bottom) Area(int chunk)
    {
        int left = chunk / Across * Size, top = chunk % Across * Size;
        return (left, Math.Min(left + Size, CrafterWorld.Size), top, Math.Min(top + Size, CrafterWorld.Size));
    }

    /// <summary>The slots of a block's creatures.</summary>
    public ReadOnlySpan<ushort> Slots(int chunk) => _slots.AsSpan(chunk * Capacity, _counts[chunk]);

    /// <summary>How many of a block's cells are of a material.</summary>
    public int CountOf(int chunk, Material material) => _materials[chunk * Kinds + (int)material];

    public void Clear()
    {
        _counts.AsSpan().Clear();
        _materials.AsSpan().Clear();
        _known.AsSpan().Clear();
        _ordered = 0;
    }

    public void CountMaterial(int x, int y, Material before, Material after)
    {
        int first = Of(x, y) * Kinds;
        _materials[first + (int)before]--;
        _materials[first + (int)after]++;
    }

    /// <summary>Makes a block known.</summary>
    public void Know(int chunk)
    {
        if (_known[chunk])
            return;
        _known[chunk] = true;
        _order[_ordered++] = (byte)chunk;
    }

    public void Add(int chunk, int slot)
    {
        Know(chunk);
        _slots[chunk * Capacity + _counts[chunk]++] = (ushort)slot;
    }

    public void Remove(int chunk, int slot)
    {
        var slots = _slots.AsSpan(chunk * Capacity, _counts[chunk]--);
        int at = slots.IndexOf((ushort)slot);
        slots[(at + 1)..].CopyTo(slots[at..]);
    }
}
