namespace Reverie.Environments.Crafter;

/// <summary>Lets creatures come and go, block by block, so that there are neither too few nor too many.</summary>
internal static class Population
{
    public static void Balance(CrafterWorld world)
    {
        double light = world.Daylight;
        foreach (byte chunk in world.Chunks.Order)
        {
            int grass = world.Chunks.CountOf(chunk, Material.Grass), path = world.Chunks.CountOf(chunk, Material.Path);
            double zombies = 3.5 - 3 * light;
            Balance(world, chunk, new(CreatureKind.Zombie, Material.Grass, 6, 0, 0.3, 0.4, grass < 50 ? 0 : (int)zombies, (int)zombies));
            Balance(world, chunk, new(CreatureKind.Skeleton, Material.Path, 7, 7, 0.1, 0.1, path < 6 ? 0 : 1, 2));
            Balance(world, chunk, new(CreatureKind.Cow, Material.Grass, 5, 5, 0.01, 0.1, grass < 30 ? 0 : 1, (int)(1.5 + light)));
        }
        world.Forget();
    }

    private static void Balance(CrafterWorld world, int chunk, in Quota quota)
    {
        int count = 0;
        foreach (ushort slot in world.Chunks.Slots(chunk))
            count += world[slot].Kind == quota.Kind ? 1 : 0;
        if (count < quota.Least && world.Random.NextDouble() < quota.SpawnChance)
            Come(world, chunk, quota);
        else if (count > quota.Most && world.Random.NextDouble() < quota.LeaveChance)
            Leave(world, chunk, quota, world.Random.Integer(count));
    }

    private static void Come(CrafterWorld world, int chunk, in Quota quota)
    {
        int rest = world.Random.Integer(world.Chunks.CountOf(chunk, quota.Ground));
        var (left, right, top, bottom) = ChunkGrid.Area(chunk);
        for (int x = left; x < right; x++)
        {
            for (int y = top; y < bottom; y++)
            {
                if (world.MaterialAt(x, y) != quota.Ground || rest-- > 0)
                    continue;
                if (world.SlotAt(x, y) == 0 && Behavior.Distance(world, x, y) >= quota.SpawnDistance)
                    world.Add(Spawn.Of(quota.Kind, x, y));
                return;
            }
        }
    }

    private static void Leave(CrafterWorld world, int chunk, in Quota quota, int which)
    {
        foreach (ushort slot in world.Chunks.Slots(chunk))
        {
            var creature = world[slot];
            if (creature.Kind != quota.Kind || which-- > 0)
                continue;
            if (Behavior.Distance(world, creature.X, creature.Y) >= quota.LeaveDistance)
                world.Remove(slot);
            return;
        }
    }

    /// <summary>How many of a kind a block shall have, where they come, and how near to the player they may come or leave.</summary>
    private readonly record struct Quota(
        CreatureKind Kind, Material Ground, int SpawnDistance, int LeaveDistance, double SpawnChance, double LeaveChance, int Least, int Most);
}
