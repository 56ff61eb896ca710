using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>What can be said of an environment without knowing the types of its observations and actions.</summary>
public interface IEnvironment : IDisposable
{
    /// <summary>What the agent may see.</summary>
    Space ObservationSpace { get; }

    /// <summary>What the agent may do.</summary>
    Space ActionSpace { get; }

    /// <summary>The environment itself, beneath all wrappers.</summary>
    IEnvironment Unwrapped { get; }

    /// <summary>The one source of chance: equal states give equal futures.</summary>
    Pcg64 Random { get; }

    /// <summary>How it can be saved in the middle of an episode.</summary>
    Saving Saving { get; }

    /// <summary>The scene as an image [rows, columns, 3].</summary>
    /// <exception cref="NotSupportedException">It draws none.</exception>
    NdArray<byte> Render();

    /// <summary>The environment as one that is stepped through arrays; it then belongs to that one.</summary>
    /// <exception cref="NotSupportedException">No arrays can hold its observations or its actions.</exception>
    IArrayEnvironment AsArrays();
}
