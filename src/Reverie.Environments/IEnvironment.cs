using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>What can be said of an environment without knowing the types of its observations and actions.</summary>
public interface IEnvironment : IDisposable
{
    /// <summary>The environment itself, beneath all wrappers.</summary>
    IEnvironment Unwrapped { get; }

    /// <summary>The one source of chance: equal states give equal futures.</summary>
    Pcg64 Random { get; }

    /// <summary>The scene as an image [rows, columns, 3].</summary>
    NdArray<byte> Render();
}
