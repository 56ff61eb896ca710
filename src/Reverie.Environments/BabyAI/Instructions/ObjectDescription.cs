using System.Runtime.InteropServices;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>
/// The words for one or more objects, such as "a red ball" or "the door on your left", and the objects of the world that they fit.
/// </summary>
/// <param name="type">The type; null: any, "object" in words. Grey objects of any type include the walls.</param>
/// <param name="color">The colour; null: any.</param>
/// <param name="location">Where it is at the start, seen from the agent and in the agent's room; null: anywhere.</param>
public sealed class ObjectDescription(ObjectType? type = null, ObjectColor? color = null, RelativeLocation? location = null)
{
    private readonly uint _mask = (type is null ? 0 : 0xFFu) | (color is null ? 0 : 0xFF00u);
    private readonly uint _wanted = (uint)type.GetValueOrDefault() | ((uint)color.GetValueOrDefault() << 8);
    private readonly List<WorldObject> _objects = [];
    private readonly List<Position> _positions = [];

    public ObjectType? Type => type;

    public ObjectColor? Color => color;

    public RelativeLocation? Location => location;

    /// <summary>The objects that fitted when <see cref="Find"/> was last called, column by column.</summary>
    public IReadOnlyList<WorldObject> Objects => _objects;

    /// <summary>Where they were at the last <see cref="Find"/> or <see cref="Refresh"/>; those carried at a refresh are left out.</summary>
    public IReadOnlyList<Position> Positions => _positions;

    /// <summary>The description of an object by type and colour.</summary>
    public static ObjectDescription Of(WorldObject item) => new(item.Type, item.Color);

    /// <summary>Finds all objects that fit, with locations as the agent stands now.</summary>
    /// <returns>How many there are.</returns>
    public int Find(RoomGrid world)
    {
        _objects.Clear();
        _positions.Clear();
        var room = world.RoomAt(world.AgentPosition);
        for (int x = 0; x < world.Width; x++)
        {
            var column = Column(world.Grid, x);
            for (int y = 0; y < column.Length; y++)
            {
                if (!Fits(column[y]) || !IsThere(new(x, y), room, world))
                    continue;
                _objects.Add(world.Grid[x, y]!);
                _positions.Add(new(x, y));
            }
        }
        return _objects.Count;
    }

    /// <summary>Looks where the objects found at the start are now, wherever they have been taken.</summary>
    public void Refresh(RoomGrid world)
    {
        _positions.Clear();
        for (int x = 0; x < world.Width; x++)
        {
            var column = Column(world.Grid, x);
            for (int y = 0; y < column.Length; y++)
            {
                if (Fits(column[y]) && Includes(world.Grid[x, y]))
                    _positions.Add(new(x, y));
            }
        }
    }

    /// <summary>Whether this very object was found at the start.</summary>
    public bool Includes(WorldObject? item)
    {
        foreach (var known in CollectionsMarshal.AsSpan(_objects))
        {
            if (ReferenceEquals(known, item))
                return true;
        }
        return false;
    }

    /// <summary>Whether one of the objects is on record at a position.</summary>
    public bool IsAt(Position position)
    {
        foreach (var known in CollectionsMarshal.AsSpan(_positions))
        {
            if (known == position)
                return true;
        }
        return false;
    }

    /// <summary>Whether a position adjoins one of the objects on record.</summary>
    public bool IsNextTo(Position position)
    {
        foreach (var known in CollectionsMarshal.AsSpan(_positions))
        {
            if (known.DistanceTo(position) == 1)
                return true;
        }
        return false;
    }

    /// <summary>The words, with "the" if exactly one object fits and "a" if several do.</summary>
    /// <exception cref="InvalidOperationException">No object fits.</exception>
    public string Describe(RoomGrid world)
    {
        int count = Find(world);
        string words = $"{(color is { } paint ? Name(paint) + " " : "")}{(type is { } kind ? Name(kind) : "object")}{Suffix()}";
        return count switch
        {
            0 => throw new InvalidOperationException($"There is no {words} in the level: describe an object that is there."),
            1 => "the " + words,
            _ => "a " + words,
        };
    }

    private static ReadOnlySpan<uint> Column(Grid grid, int x) => grid.Cells.Slice(grid.Index(x, 0), grid.Height);

    private bool Fits(uint cell) => (cell & _mask) == _wanted && (byte)cell != (byte)ObjectType.Empty;

    private bool IsThere(Position position, Room agentRoom, RoomGrid world)
    {
        if (location is not { } place)
            return true;
        if (!agentRoom.Contains(position))
            return false;
        Position offset = position - world.AgentPosition, ahead = Position.Towards(world.AgentDirection);
        int forward = offset.X * ahead.X + offset.Y * ahead.Y;
        int rightward = offset.Y * ahead.X - offset.X * ahead.Y;
        return place switch
        {
            RelativeLocation.Left => rightward < 0,
            RelativeLocation.Right => rightward > 0,
            RelativeLocation.Front => forward > 0,
            _ => forward < 0,
        };
    }

    private string Suffix() => location switch
    {
        null => "",
        RelativeLocation.Left => " on your left",
        RelativeLocation.Right => " on your right",
        RelativeLocation.Front => " in front of you",
        _ => " behind you",
    };

    private static string Name(Enum value) => value.ToString().ToLowerInvariant();
}
