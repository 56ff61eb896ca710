namespace Reverie.Environments.Crafter;

/// <summary>What stands on a cell.</summary>
public enum CreatureKind : byte
{
    None,
    Player,
    Cow,
    Zombie,
    Skeleton,
    Arrow,
    Plant,
}
