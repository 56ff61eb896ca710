using System.Collections.Concurrent;
using Reverie.Environments.Crafter.Textures;

namespace Reverie.Environments.Crafter;

/// <summary>All pictures at the sizes that a view needs; the environments share them.</summary>
internal sealed class TextureSet
{
    private static readonly ConcurrentDictionary<int, TextureSet> Sets = new();

    /// <summary>What is shown beyond the world's edge.</summary>
    private const uint Beyond = 0x7f7f7f;

    private readonly Dictionary<(CreatureKind, int, int), Texture> _things = [];

    private TextureSet(int unit)
    {
        Materials = [.. Enum.GetValues<Material>().Select(material => Draw(material, unit))];
        foreach (var (name, direction) in (ReadOnlySpan<(string, Direction)>)
            [("left", Direction.Left), ("right", Direction.Right), ("up", Direction.Up), ("down", Direction.Down)])
        {
            _things.Add((CreatureKind.Player, direction.X, direction.Y), new($"player-{name}", unit));
            _things.Add((CreatureKind.Arrow, direction.X, direction.Y), new($"arrow-{name}", unit));
        }
        (Sleeper, Cow, Zombie, Skeleton) = (new("player-sleep", unit), new("cow", unit), new("zombie", unit), new("skeleton", unit));
        (Sapling, RipePlant) = (new("sapling", unit), new("plant-ripe", unit));
        Items = [.. Enum.GetValues<Item>().Select(item => new Texture(Names.Of(item), (int)(0.8 * unit)))];
        Digits = [.. Enumerable.Range(1, 9).Select(digit => new Texture($"{digit}", (int)(0.6 * unit)))];
    }

    /// <summary>The colours of each material, [column][row], without transparency.</summary>
    public uint[][] Materials { get; }

    public Texture[] Items { get; }

    /// <summary>The digits 1 to 9.</summary>
    public Texture[] Digits { get; }

    private Texture Sleeper { get; }

    private Texture Cow { get; }

    private Texture Zombie { get; }

    private Texture Skeleton { get; }

    private Texture Sapling { get; }

    private Texture RipePlant { get; }

    /// <param name="unit">Pixels along each side of a cell.</param>
    public static TextureSet Of(int unit) => Sets.GetOrAdd(unit, size => new TextureSet(size));

    /// <summary>The picture of a thing.</summary>
    public Texture Of(in Creature thing, bool asleep) => thing.Kind switch
    {
        CreatureKind.Cow => Cow,
        CreatureKind.Zombie => Zombie,
        CreatureKind.Skeleton => Skeleton,
        CreatureKind.Plant => thing.Timer > Behavior.RipeAge ? RipePlant : Sapling,
        CreatureKind.Player when asleep => Sleeper,
        _ => _things[(thing.Kind, thing.FacingX, thing.FacingY)],
    };

    private static uint[] Draw(Material material, int unit)
    {
        if (material != Material.None)
            return new Texture(Names.Of(material), unit).Opaque();
        uint[] beyond = new uint[unit * unit];
        Array.Fill(beyond, Beyond);
        return beyond;
    }
}
