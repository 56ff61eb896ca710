using Reverie.Environments.Seeding;

namespace Reverie.Environments.Crafter;

/// <summary>The cells of a world and what stands on them; one thing at most on each.</summary>
public sealed class CrafterWorld
{
    /// <summary>Cells along each side.</summary>
    public const int Size = 64;

    /// <summary>The slot of the player, who is the first to enter a world.</summary>
    public const int PlayerSlot = 1;

    // Slot 0 stands for nothing. There are never more things than cells, but those removed in a step keep their slots to its end.
    private readonly Creature[] _creatures = new Creature[2 * Size * Size + 1];
    private readonly ushort[] _free = new ushort[2 * Size * Size + 1], _order = new ushort[2 * Size * Size + 1];
    private readonly ushort[] _slotAt = new ushort[Size * Size];
    private readonly Material[] _materials = new Material[Size * Size];
    private int _freed, _used, _count;
    private bool _anyRemoved;

    public Mt19937 Random { get; } = new(0);

    public ChunkGrid Chunks { get; } = new();

    /// <summary>1 at noon, 0 in the darkest night.</summary>
    public double Daylight { get; set; }

    /// <summary>The slots of all things in the order in which they entered the world.</summary>
    public ReadOnlySpan<ushort> Order => _order.AsSpan(0, _count);

    /// <summary>The materials, [x][y].</summary>
    public ReadOnlySpan<Material> Cells => _materials;

    public void Clear()
    {
        _materials.AsSpan().Clear();
        _slotAt.AsSpan().Clear();
        Chunks.Clear();
        (_freed, _used, _count, _anyRemoved) = (0, 0, 0, false);
    }

    public static bool Contains(int x, int y) => (uint)x < Size && (uint)y < Size;

    /// <summary>The material of a cell; beyond the edge there is none.</summary>
    public Material MaterialAt(int x, int y) => Contains(x, y) ? _materials[x * Size + y] : Material.None;

    public void SetMaterial(int x, int y, Material material)
    {
        ref var cell = ref _materials[x * Size + y];
        Chunks.CountMaterial(x, y, cell, material);
        cell = material;
    }

    /// <summary>The slot of what stands on a cell, or 0.</summary>
    public int SlotAt(int x, int y) => Contains(x, y) ? _slotAt[x * Size + y] : 0;

    public ref Creature this[int slot] => ref _creatures[slot];

    public CreatureKind KindAt(int x, int y) => _creatures[SlotAt(x, y)].Kind;

    /// <summary>Whether nothing stands on a cell of one of these materials.</summary>
    public bool IsFree(int x, int y, Materials materials) =>
        Contains(x, y) && _slotAt[x * Size + y] == 0 && materials.Contains(_materials[x * Size + y]);

    /// <summary>Puts something on a cell where nothing is.</summary>
    public int Add(in Creature creature)
    {
        int slot = _freed > 0 ? _free[--_freed] : ++_used;
        _creatures[slot] = creature;
        _order[_count++] = (ushort)slot;
        _slotAt[creature.X * Size + creature.Y] = (ushort)slot;
        Chunks.Add(ChunkGrid.Of(creature.X, creature.Y), slot);
        return slot;
    }

    /// <summary>Takes something from the world; its slot stays its own until <see cref="Forget"/>.</summary>
    public void Remove(int slot)
    {
        ref var creature = ref _creatures[slot];
        _slotAt[creature.X * Size + creature.Y] = 0;
        Chunks.Remove(ChunkGrid.Of(creature.X, creature.Y), slot);
        (creature.Removed, _anyRemoved) = (true, true);
    }

    /// <summary>Goes one cell on if that is free. What has been removed may find the way free, but does not move.</summary>
    /// <returns>Whether the way was free.</returns>
    public bool Move(int slot, Direction direction, Materials materials)
    {
        ref var creature = ref _creatures[slot];
        int x = creature.X + direction.X, y = creature.Y + direction.Y;
        if (!IsFree(x, y, materials))
            return false;
        if (creature.Removed)
            return true;
        int before = ChunkGrid.Of(creature.X, creature.Y), after = ChunkGrid.Of(x, y);
        if (before != after)
        {
            Chunks.Remove(before, slot);
            Chunks.Add(after, slot);
        }
        _slotAt[creature.X * Size + creature.Y] = 0;
        _slotAt[x * Size + y] = (ushort)slot;
        (creature.X, creature.Y) = ((byte)x, (byte)y);
        return true;
    }

    /// <summary>Gives the slots free of what was removed.</summary>
    public void Forget()
    {
        if (!_anyRemoved)
            return;
        int kept = 0;
        foreach (ushort slot in Order)
        {
            if (!_creatures[slot].Removed)
            {
                _order[kept++] = slot;
                continue;
            }
            _creatures[slot] = default;
            _free[_freed++] = slot;
        }
        (_count, _anyRemoved) = (kept, false);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Daylight);
        Random.Save(writer);
        foreach (var material in _materials)
            writer.Write((byte)material);
        writer.Write(_count);
        foreach (ushort slot in Order)
            _creatures[slot].Save(writer);
        writer.Write(Chunks.Order.Length);
        foreach (byte chunk in Chunks.Order)
        {
            writer.Write(chunk);
            writer.Write(Chunks.Slots(chunk).Length);
            foreach (ushort slot in Chunks.Slots(chunk))
                writer.Write((ushort)Order.IndexOf(slot));
        }
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="Save"/> wrote.</exception>
    public void Restore(BinaryReader reader)
    {
        Clear();
        Daylight = reader.ReadDouble();
        Random.Restore(reader);
        for (int cell = 0; cell < _materials.Length; cell++)
            SetMaterial(cell / Size, cell % Size, (Material)Checked(reader.ReadByte(), (int)Material.Furnace + 1));
        _used = _count = Checked(reader.ReadInt32(), Size * Size + 1);
        for (int i = 0; i < _count; i++)
        {
            var creature = Creature.Read(reader);
            _slotAt[Checked(creature.X, Size) * Size + Checked(creature.Y, Size)] = _order[i] = (ushort)(i + 1);
            _creatures[i + 1] = creature;
        }
        int chunks = reader.ReadInt32();
        for (int i = 0; i < chunks; i++)
        {
            int chunk = Checked(reader.ReadByte(), ChunkGrid.Count), things = Checked(reader.ReadInt32(), ChunkGrid.Size * ChunkGrid.Size + 1);
            Chunks.Know(chunk);
            for (int k = 0; k < things; k++)
                Chunks.Add(chunk, Checked(reader.ReadUInt16(), _count) + 1);
        }
    }

    private static int Checked(int number, int count) =>
        (uint)number < (uint)count ? number : throw new InvalidDataException("What was saved is no world of Crafter.");
}
