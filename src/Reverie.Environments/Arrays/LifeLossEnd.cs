namespace Reverie.Environments.Arrays;

/// <summary>
/// Ends an episode whenever a life is lost, so that losing one is as bad as it should be. The game itself goes on: the next episode begins
/// with one action 0, whose reward is nobody's, and only the end of the game is followed by a reset of it.
/// </summary>
/// <param name="inner">The environment beneath; its actions are one choice.</param>
/// <param name="lives">Counts the lives that are left.</param>
public sealed class LifeLossEnd(IArrayEnvironment inner, Func<int> lives) : ArrayDecorator(inner)
{
    private static readonly long[] First = [0];

    private int _lives;
    private bool _goesOn;

    /// <inheritdoc/>
    /// <remarks>With a seed it is the game that is reset, whatever has happened before.</remarks>
    public override void Reset(ulong? seed, ObservationRow observation)
    {
        bool goesOn = _goesOn && seed is null;
        _goesOn = false;
        if (goesOn)
            Inner.Step(new(First, default), observation);
        else
            Inner.Reset(seed, observation);
        _lives = lives();
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        _goesOn = false;
        var signal = Inner.Step(action, observation);
        int left = lives();
        _goesOn = !signal.Done && left > 0 && left < _lives;
        _lives = left;
        return _goesOn ? signal with { Terminated = true } : signal;
    }

    public override void Save(BinaryWriter writer)
    {
        if (Saving != Saving.None)
        {
            writer.Write(_lives);
            writer.Write(_goesOn);
        }
        Inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        if (Saving != Saving.None)
            (_lives, _goesOn) = (reader.ReadInt32(), reader.ReadBoolean());
        Inner.Restore(reader);
    }
}
