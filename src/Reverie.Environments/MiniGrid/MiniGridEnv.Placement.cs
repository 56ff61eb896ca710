namespace Reverie.Environments.MiniGrid;

/// <content>Placing things by chance, and the chance itself.</content>
public abstract partial class MiniGridEnv
{
    /// <summary>How many keys, balls and boxes there are of which no two are alike: three types in six colours.</summary>
    protected const int DistinctObjects = 18;

    /// <summary>
    /// After so many tries in vain it is looked whether there is a free cell at all: more than any level needs that has one, and more than
    /// those that count their tries allow.
    /// </summary>
    private const int LookAfter = 10_000;

    /// <summary>The colours in the order in which chance picks them: by name.</summary>
    protected static ReadOnlySpan<ObjectColor> Colors =>
        [ObjectColor.Blue, ObjectColor.Green, ObjectColor.Grey, ObjectColor.Purple, ObjectColor.Red, ObjectColor.Yellow];

    protected WorldObject NewKey(ObjectColor color) => _pool.Rent(ObjectType.Key, color);

    protected WorldObject NewBall(ObjectColor color) => _pool.Rent(ObjectType.Ball, color);

    protected WorldObject NewBox(ObjectColor color, WorldObject? contains = null) => _pool.Rent(ObjectType.Box, color, contains: contains);

    protected internal WorldObject NewDoor(ObjectColor color, bool isOpen = false, bool isLocked = false) =>
        _pool.Rent(ObjectType.Door, color, isOpen, isLocked);

    /// <summary>A key, ball or box.</summary>
    /// <exception cref="ArgumentException">Things of that type cannot be carried.</exception>
    protected WorldObject NewObject(ObjectType type, ObjectColor color) =>
        type is ObjectType.Key or ObjectType.Ball or ObjectType.Box
            ? _pool.Rent(type, color)
            : throw new ArgumentException($"Only keys, balls and boxes can be made this way, not a {type}.", nameof(type));

    /// <summary>An integer in [low, high).</summary>
    protected int RandomInt(int low, int high) => Random.Integers(low, high);

    protected bool RandomBool() => Random.Integers(0, 2) == 0;

    /// <summary>One of the items; a single item draws nothing.</summary>
    protected T RandomElement<T>(ReadOnlySpan<T> items) => items[Random.Integers(0, items.Length)];

    protected ObjectColor RandomColor() => RandomElement(Colors);

    /// <summary>Moves <paramref name="count"/> items, drawn without replacement, to the front of <paramref name="items"/>, in drawn order.</summary>
    /// <returns>The drawn part.</returns>
    protected Span<T> RandomSubset<T>(Span<T> items, int count)
    {
        for (int chosen = 0; chosen < count; chosen++)
        {
            int pick = chosen + Random.Integers(0, items.Length - chosen);
            var item = items[pick];
            // Those passed over keep their order, as if the item had been taken out of a list.
            items[chosen..pick].CopyTo(items[(chosen + 1)..]);
            items[chosen] = item;
        }
        return items[..count];
    }

    /// <summary>Puts an object where it belongs.</summary>
    protected void Put(WorldObject item, int x, int y)
    {
        Grid[x, y] = item;
        item.PlaceAt(new(x, y));
    }

    /// <summary>Puts an object on a random empty cell of the grid.</summary>
    /// <inheritdoc cref="PlaceObject(WorldObject?, Position, int, int, int, Func{MiniGridEnv, Position, bool}?)"/>
    protected Position PlaceObject(WorldObject? item) => PlaceObject(item, new(0, 0), Width, Height);

    /// <summary>
    /// Puts an object on a random empty cell of an area, away from the agent. With no object, only finds such a cell.
    /// </summary>
    /// <param name="item">The object, or null.</param>
    /// <param name="corner">Upper left corner of the area; negative coordinates count as 0.</param>
    /// <param name="width">Width of the area; what lies outside the grid is cut off.</param>
    /// <param name="height">Height of the area.</param>
    /// <param name="maxRetries">How many further cells are tried after the first.</param>
    /// <param name="reject">Refuses cells that the caller does not want.</param>
    /// <returns>The cell.</returns>
    /// <exception cref="LevelGenerationException">No cell was found within the tries allowed.</exception>
    protected Position PlaceObject(
        WorldObject? item, Position corner, int width, int height, int maxRetries = int.MaxValue, Func<MiniGridEnv, Position, bool>? reject = null) =>
        TryPlaceObject(item, corner, width, height, maxRetries, out var position, reject)
            ? position
            : throw NoCell(item is null ? "the agent" : $"the {item}", maxRetries);

    /// <inheritdoc cref="PlaceObject(WorldObject?, Position, int, int, int, Func{MiniGridEnv, Position, bool}?)"/>
    /// <returns>Whether a cell was found.</returns>
    protected bool TryPlaceObject(
        WorldObject? item, Position corner, int width, int height, int maxRetries, out Position position, Func<MiniGridEnv, Position, bool>? reject = null)
    {
        int left = Math.Max(corner.X, 0), top = Math.Max(corner.Y, 0);
        int right = Math.Min(left + width, Width), bottom = Math.Min(top + height, Height);
        for (int retries = 0; ; retries++)
        {
            if (retries > maxRetries || (retries == LookAfter && !HasFreeCell(left, top, right, bottom, reject)))
            {
                position = Position.Nowhere;
                return false;
            }
            position = new(Random.Integers(left, right), Random.Integers(top, bottom));
            if (!IsFree(position, reject))
                continue;
            if (item is not null)
                Put(item, position.X, position.Y);
            return true;
        }
    }

    private bool IsFree(Position position, Func<MiniGridEnv, Position, bool>? reject) =>
        Grid.CellAt(position).Type == ObjectType.Empty && position != AgentPosition && reject?.Invoke(this, position) != true;

    private bool HasFreeCell(int left, int top, int right, int bottom, Func<MiniGridEnv, Position, bool>? reject)
    {
        for (int x = left; x < right; x++)
        {
            for (int y = top; y < bottom; y++)
            {
                if (IsFree(new(x, y), reject))
                    return true;
            }
        }
        return false;
    }

    private LevelGenerationException NoCell(string what, int maxRetries) => maxRetries < LookAfter
        ? new($"No free cell was found for {what} in {maxRetries} tries.", "rejection sampling failed in place_obj")
        : new($"{GetType().Name} has no free cell left for {what}: use a larger level, or fewer objects.", "no free cell");

    /// <summary>Puts the agent on a random empty cell of the grid.</summary>
    protected Position PlaceAgent(bool randomDirection = true) => PlaceAgent(new(0, 0), Width, Height, randomDirection);

    /// <summary>Puts the agent on a random empty cell of an area.</summary>
    /// <inheritdoc cref="PlaceObject(WorldObject?, Position, int, int, int, Func{MiniGridEnv, Position, bool}?)"/>
    protected Position PlaceAgent(Position corner, int width, int height, bool randomDirection = true, int maxRetries = int.MaxValue)
    {
        AgentPosition = Position.Nowhere;
        AgentPosition = PlaceObject(null, corner, width, height, maxRetries);
        if (randomDirection)
            AgentDirection = (Direction)Random.Integers(0, 4);
        return AgentPosition;
    }

    /// <summary>Puts the agent on a given cell, facing a given way, or by chance where there is no such cell.</summary>
    protected void PlaceAgentAt(Position? position, Direction direction)
    {
        if (position is { } fixedPosition)
            (AgentPosition, AgentDirection) = (fixedPosition, direction);
        else
            PlaceAgent();
    }
}
