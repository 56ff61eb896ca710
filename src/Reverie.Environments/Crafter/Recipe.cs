namespace Reverie.Environments.Crafter;

/// <summary>What something costs, and what must be at hand.</summary>
/// <param name="Gives">What is made.</param>
/// <param name="Unlocks">What has been achieved then.</param>
/// <param name="Needs">What must stand within one cell.</param>
/// <param name="Costs">One of each of these items.</param>
internal sealed record Recipe(Item Gives, Achievement Unlocks, Materials Needs, params Item[] Costs)
{
    private static readonly Materials Table = Materials.Of(Material.Table), Forge = Materials.Of(Material.Table, Material.Furnace);

    private static readonly Recipe[] All =
    [
        new(Item.WoodPickaxe, Achievement.MakeWoodPickaxe, Table, Item.Wood),
        new(Item.StonePickaxe, Achievement.MakeStonePickaxe, Table, Item.Wood, Item.Stone),
        new(Item.IronPickaxe, Achievement.MakeIronPickaxe, Forge, Item.Wood, Item.Coal, Item.Iron),
        new(Item.WoodSword, Achievement.MakeWoodSword, Table, Item.Wood),
        new(Item.StoneSword, Achievement.MakeStoneSword, Table, Item.Wood, Item.Stone),
        new(Item.IronSword, Achievement.MakeIronSword, Forge, Item.Wood, Item.Coal, Item.Iron),
    ];

    /// <summary>The recipe of an action that makes something.</summary>
    public static Recipe Of(CrafterAction action) => All[action - CrafterAction.MakeWoodPickaxe];
}
