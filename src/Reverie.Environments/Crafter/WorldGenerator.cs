using Reverie.Environments.Seeding;

namespace Reverie.Environments.Crafter;

/// <summary>Makes a world: land by noise, then creatures by chance. The order of the draws is the original's.</summary>
internal sealed class WorldGenerator
{
    private readonly SimplexNoise _noise = new();
    private readonly bool[] _tunnels = new bool[CrafterWorld.Size * CrafterWorld.Size];

    /// <summary>Fills a world in which the player stands.</summary>
    public void Fill(CrafterWorld world)
    {
        _noise.Seed(world.Random.Integer(int.MaxValue));
        _tunnels.AsSpan().Clear();
        var player = world[CrafterWorld.PlayerSlot];
        for (int x = 0; x < CrafterWorld.Size; x++)
        {
            for (int y = 0; y < CrafterWorld.Size; y++)
                world.SetMaterial(x, y, Choose(x, y, Distance(player, x, y), world.Random));
        }
        for (int x = 0; x < CrafterWorld.Size; x++)
        {
            for (int y = 0; y < CrafterWorld.Size; y++)
                Populate(world, x, y, Distance(player, x, y));
        }
    }

    private static double Distance(in Creature player, int x, int y) =>
        Math.Sqrt((x - player.X) * (x - player.X) + (y - player.Y) * (y - player.Y));

    private Material Choose(int x, int y, double distance, Mt19937 random)
    {
        double start = 4 - distance + 2 * Noise(x, y, 8, 3);
        start = 1 / (1 + Math.Exp(-start));
        if (start > 0.5)
            return Material.Grass;
        double water = Noise(x, y, 3, 15) + 0.15 * Noise(x, y, 3, 5) + 0.1;
        water -= 2 * start;
        double mountain = (Noise(x, y, 0, 15) + 0.3 * Noise(x, y, 0, 5)) / 1.3;
        mountain -= 4 * start + 0.3 * water;
        if (mountain > 0.15)
            return ChooseRock(x, y, mountain, random);
        if (water is > 0.25 and <= 0.35 && Noise(x, y, 4, 9) > -0.2)
            return Material.Sand;
        if (water > 0.3)
            return Material.Water;
        return Noise(x, y, 5, 7) > 0 && random.NextDouble() > 0.8 ? Material.Tree : Material.Grass;
    }

    private Material ChooseRock(int x, int y, double mountain, Mt19937 random)
    {
        if (mountain > 0.3 && Noise(x, y, 6, 7) > 0.15)
            return Material.Path;
        if (_noise.At(2.0 * x / 3, y / 5.0 / 3, 7) > 0.4 || _noise.At(x / 5.0 / 3, 2.0 * y / 3, 7) > 0.4)
        {
            _tunnels[x * CrafterWorld.Size + y] = true;
            return Material.Path;
        }
        if (Noise(x, y, 1, 8) > 0 && random.NextDouble() > 0.85)
            return Material.Coal;
        if (Noise(x, y, 2, 6) > 0.4 && random.NextDouble() > 0.75)
            return Material.Iron;
        if (mountain > 0.18 && random.NextDouble() > 0.994)
            return Material.Diamond;
        return mountain > 0.3 && Noise(x, y, 6, 5) > 0.35 ? Material.Lava : Material.Stone;
    }

    private void Populate(CrafterWorld world, int x, int y, double distance)
    {
        var material = world.MaterialAt(x, y);
        if (!Materials.Walkable.Contains(material))
            return;
        if (distance > 3 && material == Material.Grass && world.Random.NextDouble() > 0.985)
            world.Add(Spawn.Cow(x, y));
        else if (distance > 10 && world.Random.NextDouble() > 0.993)
            world.Add(Spawn.Zombie(x, y));
        else if (material == Material.Path && _tunnels[x * CrafterWorld.Size + y] && world.Random.NextDouble() > 0.95)
            world.Add(Spawn.Skeleton(x, y));
    }

    private double Noise(int x, int y, double z, double size) => _noise.At(x / size, y / size, z);
}
