namespace Reverie.Environments.MiniGrid;

/// <summary>Hands out an episode's objects and takes them all back at once, so that resets allocate nothing.</summary>
internal sealed class ObjectPool
{
    private readonly List<WorldObject> _objects = [];
    private int _used;

    public WorldObject Rent(ObjectType type, ObjectColor color, bool isOpen = false, bool isLocked = false, WorldObject? contains = null)
    {
        if (_used == _objects.Count)
            _objects.Add(new WorldObject(type, color));
        var rented = _objects[_used++];
        rented.Renew(type, color, isOpen, isLocked, contains);
        return rented;
    }

    public void ReclaimAll() => _used = 0;
}
