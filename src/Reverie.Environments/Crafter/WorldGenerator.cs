using Reverie.Environments.Seeding;

namespace Reverie.Environments.Crafter;

/// <summary>Makes a world: land by noise, then creatures by chance. The order of the draws is the original's.</summary>
internal sealed class WorldGenerator
{
    // So far from the start the meadow around it changes mountains and water by less than the margin.
    private const double Far = 20, Margin = 1e-4;

    private readonly SimplexNoise _noise = new();
    private readonly bool[] _tunnels = new bool[CrafterWorld.Size * CrafterWorld.Size];

    /// <summary>Fills a world in which the player stands.</summary>
    public void Fill(CrafterWorld world)
    {
        _noise.Seed(world.Random.Integer(int.MaxValue));
        _tunnels.AsSpan().Clear();
        var player = world[CrafterWorld.PlayerSlot];
        Span<double> mountain = stackalloc double[CrafterWorld.Size], water = stackalloc double[CrafterWorld.Size];
        for (int x = 0; x < CrafterWorld.Size; x++)
        {
            // One layer after the other: neighbours take the same ways through the noise.
            for (int y = 0; y < CrafterWorld.Size; y++)
                mountain[y] = Noise(x, y, 0, 15);
            for (int y = 0; y < CrafterWorld.Size; y++)
                water[y] = Noise(x, y, 3, 15);
            for (int y = 0; y < CrafterWorld.Size; y++)
                world.SetMaterial(x, y, Choose(x, y, Distance(player, x, y), mountain[y], water[y], world.Random));
        }
        for (int x = 0; x < CrafterWorld.Size; x++)
        {
            for (int y = 0; y < CrafterWorld.Size; y++)
                Populate(world, x, y, Distance(player, x, y));
        }
    }

    private static double Distance(in Creature player, int x, int y) =>
        Math.Sqrt((x - player.X) * (x - player.X) + (y - player.Y) * (y - player.Y));

    /// <summary>The material of a cell, from the coarse layers of mountains and water and such finer ones as can still change it.</summary>
    private Material Choose(int x, int y, double distance, double coarseMountain, double coarseWater, Mt19937 random)
    {
        // Noise stays well within 1.2, and the meadow around the start can only lower mountains and water.
        const double Fine = 1.2;
        bool meadow = distance < Far;
        bool canBeRock = (coarseMountain + 0.3 * Fine) / 1.3 - 0.3 * (coarseWater + 0.1 - 0.15 * Fine) > 0.15 - Margin;
        if (!meadow && !canBeRock && coarseWater + 0.1 + 0.15 * Fine < 0.25 - Margin)
            return ChooseGrowth(x, y, random);
        double start = 0;
        if (meadow)
        {
            start = StartAt(x, y, distance);
            if (start > 0.5)
                return Material.Grass;
        }
        double fineWater = Noise(x, y, 3, 5), fineMountain = Noise(x, y, 0, 5);
        var (water, mountain) = Mix(start);
        if (!meadow && (IsNear(mountain, 0.15) || IsNear(mountain, 0.18) || IsNear(mountain, 0.3) || IsNear(water, 0.25) || IsNear(water, 0.3) || IsNear(water, 0.35)))
            (water, mountain) = Mix(StartAt(x, y, distance));
        if (mountain > 0.15)
            return ChooseRock(x, y, mountain, random);
        if (water is > 0.25 and <= 0.35 && Noise(x, y, 4, 9) > -0.2)
            return Material.Sand;
        return water > 0.3 ? Material.Water : ChooseGrowth(x, y, random);

        (double Water, double Mountain) Mix(double meadowness)
        {
            double wet = coarseWater + 0.15 * fineWater + 0.1;
            wet -= 2 * meadowness;
            double high = (coarseMountain + 0.3 * fineMountain) / 1.3;
            high -= 4 * meadowness + 0.3 * wet;
            return (wet, high);
        }
    }

    /// <summary>How much of a meadow there is around the start, from 0 to 1.</summary>
    private double StartAt(int x, int y, double distance) => 1 / (1 + Math.Exp(-(4 - distance + 2 * Noise(x, y, 8, 3))));

    private static bool IsNear(double value, double threshold) => Math.Abs(value - threshold) < Margin;

    private Material ChooseGrowth(int x, int y, Mt19937 random) =>
        Noise(x, y, 5, 7) > 0 && random.NextDouble() > 0.8 ? Material.Tree : Material.Grass;

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
