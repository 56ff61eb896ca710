namespace Reverie.Environments.Crafter;

/// <summary>What the player can do.</summary>
public enum CrafterAction
{
    Noop,
    MoveLeft,
    MoveRight,
    MoveUp,
    MoveDown,

    /// <summary>Hits, eats, drinks or collects what lies ahead.</summary>
    Do,
    Sleep,
    PlaceStone,
    PlaceTable,
    PlaceFurnace,
    PlacePlant,
    MakeWoodPickaxe,
    MakeStonePickaxe,
    MakeIronPickaxe,
    MakeWoodSword,
    MakeStoneSword,
    MakeIronSword,
}
