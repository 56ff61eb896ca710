namespace Reverie.Environments.Crafter;

/// <summary>The player: a body with needs, a bag, and what has been achieved.</summary>
public sealed class Player(CrafterWorld world)
{
    public const int ItemCount = (int)Item.IronSword + 1, AchievementCount = (int)Achievement.WakeUp + 1;
    private const int Most = 9;

    private readonly int[] _items = new int[ItemCount], _achievements = new int[AchievementCount];

    // Half steps: a sleeper's needs grow at half the pace.
    private double _hunger, _thirst, _fatigue, _recovery;
    private int _lastHealth;

    public ReadOnlySpan<int> Items => _items;

    /// <summary>How often each has been achieved in this episode.</summary>
    public ReadOnlySpan<int> Achievements => _achievements;

    public bool Sleeping { get; private set; }

    public ref int this[Item item] => ref _items[(int)item];

    public Direction Facing
    {
        get => new(world[CrafterWorld.PlayerSlot].FacingX, world[CrafterWorld.PlayerSlot].FacingY);
        private set => (world[CrafterWorld.PlayerSlot].FacingX, world[CrafterWorld.PlayerSlot].FacingY) = ((sbyte)value.X, (sbyte)value.Y);
    }

    public void Reset()
    {
        _items.AsSpan().Clear();
        _items.AsSpan(0, (int)Item.Sapling).Fill(Most);
        _achievements.AsSpan().Clear();
        (_hunger, _thirst, _fatigue, _recovery, _lastHealth, Sleeping) = (0, 0, 0, 0, 0, false);
    }

    /// <summary>Lives on for a step, and acts.</summary>
    public void Update(CrafterAction action)
    {
        bool rested = this[Item.Energy] >= Most;
        if (Sleeping && rested)
        {
            Sleeping = false;
            Achieve(Achievement.WakeUp);
        }
        Act(Sleeping ? CrafterAction.Sleep : action);
        FeelNeeds();
        HealOrWither();
        WakeIfHurt();
        foreach (ref int count in _items.AsSpan())
            count = Math.Clamp(count, 0, Most);
    }

    /// <summary>Is bitten, or hit.</summary>
    public void Hurt(int damage) => this[Item.Health] = Math.Max(0, this[Item.Health] - damage);

    public void Save(BinaryWriter writer)
    {
        foreach (int count in (ReadOnlySpan<int>)[.. _items, .. _achievements])
            writer.Write(count);
        foreach (double need in (ReadOnlySpan<double>)[_hunger, _thirst, _fatigue, _recovery])
            writer.Write(need);
        writer.Write(_lastHealth);
        writer.Write(Sleeping);
    }

    public void Restore(BinaryReader reader)
    {
        foreach (ref int count in _items.AsSpan())
            count = reader.ReadInt32();
        foreach (ref int count in _achievements.AsSpan())
            count = reader.ReadInt32();
        (_hunger, _thirst, _fatigue, _recovery) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        (_lastHealth, Sleeping) = (reader.ReadInt32(), reader.ReadBoolean());
    }

    private void WakeIfHurt()
    {
        if (this[Item.Health] < _lastHealth)
            Sleeping = false;
        _lastHealth = this[Item.Health];
    }

    private void Achieve(Achievement achievement) => _achievements[(int)achievement]++;

    private void FeelNeeds()
    {
        _hunger += Sleeping ? 0.5 : 1;
        if (_hunger > 25)
            (_hunger, this[Item.Food]) = (0, Math.Max(0, this[Item.Food] - 1));
        _thirst += Sleeping ? 0.5 : 1;
        if (_thirst > 20)
            (_thirst, this[Item.Drink]) = (0, Math.Max(0, this[Item.Drink] - 1));
        _fatigue = Sleeping ? Math.Min(_fatigue - 1, 0) : _fatigue + 1;
        if (_fatigue < -10)
            (_fatigue, this[Item.Energy]) = (0, Math.Min(Most, this[Item.Energy] + 1));
        if (_fatigue > 30)
            (_fatigue, this[Item.Energy]) = (0, Math.Max(0, this[Item.Energy] - 1));
    }

    private void HealOrWither()
    {
        bool well = this[Item.Food] > 0 && this[Item.Drink] > 0 && (this[Item.Energy] > 0 || Sleeping);
        _recovery += (well, Sleeping) switch { (true, true) => 2, (true, false) => 1, (false, true) => -0.5, _ => -1 };
        if (_recovery > 25)
            (_recovery, this[Item.Health]) = (0, Math.Min(Most, this[Item.Health] + 1));
        if (_recovery < -15)
        {
            _recovery = 0;
            Hurt(1);
        }
    }

    private void Act(CrafterAction action)
    {
        switch (action)
        {
            case CrafterAction.Noop:
                break;
            case CrafterAction.Sleep:
                Sleeping |= this[Item.Energy] < Most;
                break;
            case <= CrafterAction.MoveDown:
                Walk(Direction.Four[action - CrafterAction.MoveLeft]);
                break;
            case CrafterAction.Do:
                Use();
                break;
            case <= CrafterAction.PlacePlant:
                Place(action);
                break;
            default:
                Make(Recipe.Of(action));
                break;
        }
    }

    private void Walk(Direction direction)
    {
        Facing = direction;
        world.Move(CrafterWorld.PlayerSlot, direction, Materials.Enterable);
        var self = world[CrafterWorld.PlayerSlot];
        if (world.MaterialAt(self.X, self.Y) == Material.Lava)
            this[Item.Health] = 0;
    }

    private (int X, int Y) Ahead
    {
        get
        {
            var self = world[CrafterWorld.PlayerSlot];
            return (self.X + self.FacingX, self.Y + self.FacingY);
        }
    }

    private void Use()
    {
        var (x, y) = Ahead;
        int slot = world.SlotAt(x, y);
        if (slot != 0)
            Treat(ref world[slot]);
        else
            Collect(x, y);
    }

    /// <summary>Hits a creature, or eats a ripe plant.</summary>
    private void Treat(ref Creature creature)
    {
        if (creature.Kind == CreatureKind.Plant)
        {
            if (creature.Timer <= Behavior.RipeAge)
                return;
            creature.Timer = 0;
            this[Item.Food] = Math.Min(Most, this[Item.Food] + 4);
            Achieve(Achievement.EatPlant);
            return;
        }
        if (creature.Kind is not (CreatureKind.Cow or CreatureKind.Zombie or CreatureKind.Skeleton))
            return;
        int damage = this[Item.IronSword] > 0 ? 8 : this[Item.StoneSword] > 0 ? 3 : this[Item.WoodSword] > 0 ? 2 : 1;
        creature.Hurt(damage);
        if (creature.Health > 0)
            return;
        switch (creature.Kind)
        {
            case CreatureKind.Zombie:
                Achieve(Achievement.DefeatZombie);
                break;
            case CreatureKind.Skeleton:
                Achieve(Achievement.DefeatSkeleton);
                break;
            default:
                this[Item.Food] = Math.Min(Most, this[Item.Food] + 6);
                Achieve(Achievement.EatCow);
                _hunger = 0;
                break;
        }
    }

    private void Collect(int x, int y)
    {
        var material = world.MaterialAt(x, y);
        if (material == Material.Water)
            _thirst = 0;
        var (item, achievement, tool, leaves) = material switch
        {
            Material.Tree => (Item.Wood, Achievement.CollectWood, null, Material.Grass),
            Material.Stone => (Item.Stone, Achievement.CollectStone, Item.WoodPickaxe, Material.Path),
            Material.Coal => (Item.Coal, Achievement.CollectCoal, Item.WoodPickaxe, Material.Path),
            Material.Iron => (Item.Iron, Achievement.CollectIron, Item.StonePickaxe, Material.Path),
            Material.Diamond => (Item.Diamond, Achievement.CollectDiamond, Item.IronPickaxe, Material.Path),
            Material.Water => (Item.Drink, Achievement.CollectDrink, null, Material.Water),
            Material.Grass => (Item.Sapling, Achievement.CollectSapling, (Item?)null, Material.Grass),
            _ => (default, default, default, Material.None),
        };
        if (leaves == Material.None || (tool is { } needed && this[needed] < 1))
            return;
        world.SetMaterial(x, y, leaves);
        if (world.Random.NextDouble() > (material == Material.Grass ? 0.1 : 1))
            return;
        this[item]++;
        Achieve(achievement);
    }

    private void Place(CrafterAction action)
    {
        var (x, y) = Ahead;
        if (world.SlotAt(x, y) != 0)
            return;
        var (material, item, cost, achievement, ground) = action switch
        {
            CrafterAction.PlaceStone => (Material.Stone, Item.Stone, 1, Achievement.PlaceStone, Materials.Open),
            CrafterAction.PlaceTable => (Material.Table, Item.Wood, 2, Achievement.PlaceTable, Materials.Walkable),
            CrafterAction.PlaceFurnace => (Material.Furnace, Item.Stone, 4, Achievement.PlaceFurnace, Materials.Walkable),
            _ => (Material.None, Item.Sapling, 1, Achievement.PlacePlant, Materials.OnlyGrass),
        };
        if (!ground.Contains(world.MaterialAt(x, y)) || this[item] < cost)
            return;
        this[item] -= cost;
        if (material == Material.None)
            world.Add(Spawn.Plant(x, y));
        else
            world.SetMaterial(x, y, material);
        Achieve(achievement);
    }

    private void Make(Recipe recipe)
    {
        if ((recipe.Needs.Bits & ~Nearby().Bits) != 0)
            return;
        foreach (var item in recipe.Costs)
        {
            if (this[item] < 1)
                return;
        }
        foreach (var item in recipe.Costs)
            this[item]--;
        this[recipe.Gives]++;
        Achieve(recipe.Unlocks);
    }

    /// <summary>The materials within one cell; at the left and at the upper edge the original finds none.</summary>
    private Materials Nearby()
    {
        var self = world[CrafterWorld.PlayerSlot];
        if (self.X == 0 || self.Y == 0)
            return default;
        uint bits = 0;
        for (int x = self.X - 1; x <= self.X + 1; x++)
        {
            for (int y = self.Y - 1; y <= self.Y + 1; y++)
                bits |= 1u << (int)world.MaterialAt(x, y);
        }
        return new(bits);
    }
}
