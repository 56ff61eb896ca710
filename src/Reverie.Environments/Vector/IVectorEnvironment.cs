using Reverie.Environments.Arrays;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Vector;

/// <summary>Several environments that are stepped together; each is reset by itself as soon as its episode has ended.</summary>
public interface IVectorEnvironment : IDisposable
{
    /// <summary>Number of environments, N.</summary>
    int Count { get; }

    /// <summary>What flows.</summary>
    StepLayout Layout { get; }

    /// <summary>What counts as success; null where the environments have no opinion.</summary>
    string? SuccessMeaning { get; }

    /// <summary>What there is to achieve in an episode, by name; none where the environments do not say.</summary>
    IReadOnlyList<string> AchievementNames => [];

    /// <summary>How the environments can be saved in the middle of an episode.</summary>
    Saving Saving { get; }

    /// <summary>The step that was taken last, or the first observations; overwritten by the next one.</summary>
    StepBatch Current { get; }

    /// <summary>Begins an episode everywhere.</summary>
    /// <param name="seed">Environment i restarts its stream with the seed plus i; without a seed the streams go on.</param>
    /// <param name="stop">Looked at before each environment; after a stop some have begun and others have not.</param>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    void Reset(ulong? seed = null, CancellationToken stop = default);

    /// <summary>Takes one action in each environment.</summary>
    /// <param name="actions">One action each.</param>
    /// <param name="idle">Environments that are left alone, [N]; their rows keep what they hold, with reward 0 and no flags. Empty for none.</param>
    void Step(ActionBatch actions, ReadOnlySpan<bool> idle = default);

    /// <summary>One of the environments itself, for what the arrays do not tell; null where it is out of reach, such as in another process.</summary>
    IEnvironment? Origin(int environment) => null;

    /// <summary>The scene of one environment as an image [rows, columns, 3].</summary>
    NdArray<byte> Render(int environment);

    /// <summary>Writes all that <see cref="Restore"/> needs.</summary>
    void Save(BinaryWriter writer);

    /// <summary>
    /// Goes back to where <see cref="Save"/> was called, <see cref="Current"/> included. Environments that cannot be saved begin a new
    /// episode: their rows are first ones.
    /// </summary>
    /// <exception cref="InvalidDataException">What was saved belongs to other environments.</exception>
    void Restore(BinaryReader reader);
}
