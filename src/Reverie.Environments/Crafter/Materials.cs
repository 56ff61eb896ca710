namespace Reverie.Environments.Crafter;

/// <summary>A set of materials.</summary>
public readonly record struct Materials(uint Bits)
{
    /// <summary>What creatures walk on.</summary>
    public static readonly Materials Walkable = Of(Material.Grass, Material.Sand, Material.Path);

    /// <summary>What the player walks on, if only once.</summary>
    public static readonly Materials Enterable = Of(Material.Grass, Material.Sand, Material.Path, Material.Lava);

    /// <summary>What arrows fly over.</summary>
    public static readonly Materials Open = Of(Material.Grass, Material.Sand, Material.Path, Material.Water, Material.Lava);

    public static readonly Materials OnlyGrass = Of(Material.Grass), OnlyPath = Of(Material.Path);

    public static Materials Of(params ReadOnlySpan<Material> materials)
    {
        uint bits = 0;
        foreach (var material in materials)
            bits |= 1u << (int)material;
        return new(bits);
    }

    public bool Contains(Material material) => (Bits >> (int)material & 1) != 0;
}
