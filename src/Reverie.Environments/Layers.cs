namespace Reverie.Environments;

/// <summary>An environment and its wrappers.</summary>
internal static class Layers
{
    /// <summary>From the outermost wrapper down to the environment itself.</summary>
    public static IEnumerable<IEnvironment> Of(IEnvironment environment)
    {
        for (var layer = environment; ;)
        {
            yield return layer;
            if (layer is not IWrapper wrapper)
                yield break;
            layer = wrapper.Inner;
        }
    }
}
