using Reverie.Environments.Arrays;
using Reverie.Environments.Arrays.Conversion;
using Reverie.Environments.Seeding;

namespace Reverie.Environments;

/// <summary>
/// What leads an environment back to where it is in the middle of an episode: a snapshot, or where the episode began and the actions since.
/// </summary>
internal sealed class EpisodeMemory : IDisposable
{
    private readonly IEnvironment _environment;
    private readonly EpisodeStart _start;
    private readonly ActionHistory _actions;
    private readonly ISnapshot[] _snapshots;
    private bool _begun;
    private Pcg64State _expected;

    public EpisodeMemory(IEnvironment environment, ActionSpec actions)
    {
        (_environment, Saving) = (environment, environment.Saving);
        (_start, _actions) = (new(environment), new(actions));
        _snapshots = [.. Layers.Of(environment).OfType<ISnapshot>()];
    }

    public Saving Saving { get; }

    /// <summary>Notes where the episode begins; call it right before the reset.</summary>
    public void Begin(ulong? seed)
    {
        _begun = true;
        if (Saving != Saving.Replay)
            return;
        _start.Capture(seed);
        _actions.Clear();
    }

    /// <summary>Notes an action that was taken.</summary>
    public void Add(ActionRow action)
    {
        if (Saving == Saving.Replay)
            _actions.Add(action);
    }

    public void Save(BinaryWriter writer)
    {
        if (Saving == Saving.None)
            return;
        writer.Write((byte)Saving);
        writer.Write(_begun);
        _environment.Random.State.Write(writer);
        if (Saving == Saving.Snapshot || !_begun)
            _start.Capture(seed: null);
        _start.Save(writer);
        if (Saving == Saving.Replay)
            _actions.Save(writer);
        else
            Array.ForEach(_snapshots, snapshot => snapshot.SaveSnapshot(writer));
    }

    /// <summary>Goes back as far as to the episode's start, and to where the environment was if there is a snapshot.</summary>
    /// <param name="reader">What <see cref="Save"/> wrote.</param>
    /// <param name="reset">Resets the environment with a seed.</param>
    /// <returns>The actions that lead from here to where it was.</returns>
    /// <exception cref="InvalidDataException">What was saved belongs to another environment.</exception>
    public ActionHistory Restore(BinaryReader reader, Action<ulong?> reset)
    {
        _actions.Clear();
        if (Saving == Saving.None)
            return _actions;
        if (reader.ReadByte() != (byte)Saving)
            throw new InvalidDataException("What was saved belongs to another kind of environment.");
        _begun = reader.ReadBoolean();
        _expected = Pcg64State.Read(reader);
        _start.Load(reader);
        if (Saving == Saving.Replay)
        {
            _actions.Load(reader);
            if (_begun)
                reset(_start.Seed);
            return _actions;
        }
        Array.ForEach(_snapshots, snapshot => snapshot.RestoreSnapshot(reader));
        _environment.Random.State = _expected;
        return _actions;
    }

    /// <summary>Makes sure that the environment is where it was, as far as its random numbers tell.</summary>
    /// <exception cref="InvalidDataException">It is elsewhere.</exception>
    public void RequireRestored()
    {
        if (Saving != Saving.None && _environment.Random.State != _expected)
        {
            throw new InvalidDataException(
                $"{_environment.Unwrapped.GetType().Name} did not come back to where it was saved: the same seed and actions led elsewhere. "
                + "It has changed since, or depends on more than its random generator; then it should say that it cannot be saved (Saving.None).");
        }
    }

    public void Dispose() => _start.Dispose();
}
