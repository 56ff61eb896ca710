namespace Reverie.Environments.Crafter;

/// <summary>New creatures and things.</summary>
public static class Spawn
{
    public static Creature Player(int x, int y) => At(CreatureKind.Player, x, y, 0);

    public static Creature Cow(int x, int y) => At(CreatureKind.Cow, x, y, 3);

    public static Creature Zombie(int x, int y) => At(CreatureKind.Zombie, x, y, 5);

    public static Creature Skeleton(int x, int y) => At(CreatureKind.Skeleton, x, y, 3);

    /// <summary>A new creature of a kind that comes by itself.</summary>
    public static Creature Of(CreatureKind kind, int x, int y) => kind switch
    {
        CreatureKind.Cow => Cow(x, y),
        CreatureKind.Zombie => Zombie(x, y),
        CreatureKind.Skeleton => Skeleton(x, y),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"No {kind} comes by itself."),
    };

    public static Creature Plant(int x, int y) => At(CreatureKind.Plant, x, y, 1);

    public static Creature Arrow(int x, int y, Direction facing) =>
        At(CreatureKind.Arrow, x, y, 0) with { FacingX = (sbyte)facing.X, FacingY = (sbyte)facing.Y };

    private static Creature At(CreatureKind kind, int x, int y, short health) =>
        new() { Kind = kind, X = (byte)x, Y = (byte)y, FacingY = 1, Health = health };
}
