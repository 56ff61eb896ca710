using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays;

/// <summary>
/// An environment of any spaces, stepped through arrays: what vectors, collectors and worker processes work with. Every
/// <see cref="IEnvironment"/> of supported spaces becomes one by <c>AsArrays</c>.
/// </summary>
public interface IArrayEnvironment : IDisposable
{
    /// <summary>What flows.</summary>
    StepLayout Layout { get; }

    /// <summary>What counts as success, such as <c>missions accomplished</c>; null where the environment has no opinion.</summary>
    string? SuccessMeaning { get; }

    /// <summary>What there is to achieve in an episode, by name; none where the environment does not say.</summary>
    IReadOnlyList<string> AchievementNames => [];

    /// <summary>What the arrays are of, for what they do not tell; null where it is no T, or out of reach, such as in another process.</summary>
    T? Origin<T>() where T : class => null;

    /// <summary>How it can be saved in the middle of an episode.</summary>
    Saving Saving { get; }

    /// <summary>Begins an episode.</summary>
    /// <param name="seed">Restarts the random stream; without a seed the stream goes on, so that episodes differ.</param>
    /// <param name="observation">Receives the first observation.</param>
    void Reset(ulong? seed, ObservationRow observation);

    /// <summary>Takes one action.</summary>
    /// <param name="action">Within the layout's action space.</param>
    /// <param name="observation">Receives what is seen now.</param>
    StepSignal Step(ActionRow action, ObservationRow observation);

    /// <summary>Takes one action again and again, until the episode ends.</summary>
    /// <param name="action">Within the layout's action space.</param>
    /// <param name="rewards">How often, at most, and at least once; receives what each time paid.</param>
    /// <param name="previous">Receives what was seen behind the last but one, if there were two and all were taken; else it is undefined.</param>
    /// <param name="last">Receives what is seen in the end.</param>
    /// <param name="times">How often it was taken.</param>
    /// <returns>The last signal, with the sum of all rewards.</returns>
    StepSignal Repeat(ActionRow action, Span<double> rewards, ObservationRow previous, ObservationRow last, out int times) =>
        Repeats.OneByOne(this, action, rewards, previous, last, out times);

    /// <summary>The scene as an image [rows, columns, 3].</summary>
    NdArray<byte> Render();

    /// <summary>Writes all that <see cref="Restore"/> needs to be where it is now; nothing where <see cref="Saving"/> is none.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Goes back to where <see cref="Save"/> was called, in the middle of an episode.</summary>
    /// <exception cref="InvalidDataException">What was saved belongs to another environment.</exception>
    void Restore(BinaryReader reader);
}
