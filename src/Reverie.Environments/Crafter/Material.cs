namespace Reverie.Environments.Crafter;

/// <summary>What a cell of the world is made of, numbered as in the original.</summary>
public enum Material : byte
{
    /// <summary>Nothing: beyond the world's edge.</summary>
    None,
    Water,
    Grass,
    Stone,
    Path,
    Sand,
    Tree,
    Lava,
    Coal,
    Iron,
    Diamond,
    Table,
    Furnace,
}
