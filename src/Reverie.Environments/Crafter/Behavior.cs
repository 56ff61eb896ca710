namespace Reverie.Environments.Crafter;

/// <summary>What creatures and things do in a step.</summary>
internal static class Behavior
{
    /// <summary>Plants older than this are ripe.</summary>
    public const int RipeAge = 300;

    public static void Update(CrafterWorld world, Player player, int slot)
    {
        ref var self = ref world[slot];
        switch (self.Kind)
        {
            case CreatureKind.Cow:
                RemoveIfDead(world, slot);
                if (world.Random.NextDouble() < 0.5)
                    Wander(world, slot, Materials.Walkable);
                break;
            case CreatureKind.Zombie:
                UpdateZombie(world, player, slot, ref self);
                break;
            case CreatureKind.Skeleton:
                UpdateSkeleton(world, player, slot, ref self);
                break;
            case CreatureKind.Arrow:
                UpdateArrow(world, player, slot, ref self);
                break;
            case CreatureKind.Plant:
                UpdatePlant(world, slot, ref self);
                break;
        }
    }

    /// <summary>How far a cell is from the player, along the axes.</summary>
    public static int Distance(CrafterWorld world, int x, int y)
    {
        ref var player = ref world[CrafterWorld.PlayerSlot];
        return Math.Abs(x - player.X) + Math.Abs(y - player.Y);
    }

    private static void UpdateZombie(CrafterWorld world, Player player, int slot, ref Creature self)
    {
        RemoveIfDead(world, slot);
        var random = world.Random;
        if (Distance(world, self.X, self.Y) <= 8 && random.NextDouble() < 0.9)
            world.Move(slot, Toward(world, self, random.NextDouble() < 0.8), Materials.Walkable);
        else
            Wander(world, slot, Materials.Walkable);
        if (Distance(world, self.X, self.Y) > 1)
            return;
        if (self.Timer > 0)
        {
            self.Timer--;
            return;
        }
        player.Hurt(player.Sleeping ? 7 : 2);
        self.Timer = 5;
    }

    private static void UpdateSkeleton(CrafterWorld world, Player player, int slot, ref Creature self)
    {
        RemoveIfDead(world, slot);
        var random = world.Random;
        self.Timer = Math.Max(0, self.Timer - 1);
        int distance = Distance(world, self.X, self.Y);
        if (distance <= 3)
        {
            var toward = Toward(world, self, random.NextDouble() < 0.6);
            if (world.Move(slot, new(-toward.X, -toward.Y), Materials.Walkable))
                return;
        }
        if (distance <= 5 && random.NextDouble() < 0.5)
            Shoot(world, Toward(world, self, longer: true), ref self);
        else if (distance <= 8 && random.NextDouble() < 0.3)
            world.Move(slot, Toward(world, self, random.NextDouble() < 0.6), Materials.Walkable);
        else if (random.NextDouble() < 0.2)
            Wander(world, slot, Materials.Walkable);
    }

    private static void Shoot(CrafterWorld world, Direction facing, ref Creature self)
    {
        int x = self.X + facing.X, y = self.Y + facing.Y;
        if (self.Timer > 0 || !world.IsFree(x, y, Materials.Open))
            return;
        self.Timer = 4;
        world.Add(Spawn.Arrow(x, y, facing));
    }

    private static void UpdateArrow(CrafterWorld world, Player player, int slot, ref Creature self)
    {
        var facing = Facing(self);
        int x = self.X + facing.X, y = self.Y + facing.Y, other = world.SlotAt(x, y);
        if (other == CrafterWorld.PlayerSlot)
            player.Hurt(2);
        else if (other != 0)
            world[other].Hurt(2);
        if (other == 0 && world.Move(slot, facing, Materials.Open))
            return;
        world.Remove(slot);
        if (other == 0 && world.MaterialAt(x, y) is Material.Table or Material.Furnace)
            world.SetMaterial(x, y, Material.Path);
    }

    private static void UpdatePlant(CrafterWorld world, int slot, ref Creature self)
    {
        self.Timer++;
        foreach (var direction in Direction.Four)
        {
            if (world.KindAt(self.X + direction.X, self.Y + direction.Y) is CreatureKind.Cow or CreatureKind.Zombie or CreatureKind.Skeleton)
                self.Health = 0;
        }
        RemoveIfDead(world, slot);
    }

    private static void RemoveIfDead(CrafterWorld world, int slot)
    {
        if (world[slot].Health <= 0)
            world.Remove(slot);
    }

    private static void Wander(CrafterWorld world, int slot, Materials ground) => world.Move(slot, Direction.Four[world.Random.Integer(4)], ground);

    private static Direction Facing(in Creature self) => new(self.FacingX, self.FacingY);

    private static void Face(ref Creature self, Direction direction) => (self.FacingX, self.FacingY) = ((sbyte)direction.X, (sbyte)direction.Y);

    /// <summary>A step nearer to the player, along the longer way or along the other one.</summary>
    private static Direction Toward(CrafterWorld world, in Creature self, bool longer)
    {
        ref var player = ref world[CrafterWorld.PlayerSlot];
        int x = player.X - self.X, y = player.Y - self.Y;
        return Math.Abs(x) > Math.Abs(y) == longer ? new(Math.Sign(x), 0) : new(0, Math.Sign(y));
    }
}
