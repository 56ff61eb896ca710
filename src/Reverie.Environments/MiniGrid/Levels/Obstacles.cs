namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>What can stand in the way.</summary>
internal static class Obstacles
{
    /// <exception cref="ArgumentException">The type is neither lava nor wall.</exception>
    public static WorldObject Of(ObjectType type) => type switch
    {
        ObjectType.Lava => WorldObject.Lava,
        ObjectType.Wall => WorldObject.Wall(),
        _ => throw new ArgumentException($"An obstacle must be lava or wall, not {type.Name()}.", nameof(type)),
    };
}
