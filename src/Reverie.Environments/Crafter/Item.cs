namespace Reverie.Environments.Crafter;

/// <summary>What the player has, 0 to 9 of each; first come the needs of the body.</summary>
public enum Item
{
    Health,
    Food,
    Drink,
    Energy,
    Sapling,
    Wood,
    Stone,
    Coal,
    Iron,
    Diamond,
    WoodPickaxe,
    StonePickaxe,
    IronPickaxe,
    WoodSword,
    StoneSword,
    IronSword,
}
