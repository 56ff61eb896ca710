namespace Reverie.Environments.Arrays;

/// <summary>
/// Ends an episode whenever a life is lost, so that losing one is as bad as it should be. The game itself goes on: the next episode begins
/// with one action 0, whose reward is nobody's, and only the end of the game is followed by a reset of it.
/// </summary>
/// <param name="inner">The environment beneath; its actions are one choice.</param>
/// <param name="game">Counts the lives.</param>
public sealed class LifeLossEnd(IArrayEnvironment inner, ICountsLives game) : ArrayDecorator(inner)
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
        _lives = game.Lives ?? 0;
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        _goesOn = false;
        var signal = Inner.Step(action, observation);
        int lives = game.Lives ?? 0;
        _goesOn = !signal.Done && lives > 0 && lives < _lives;
        _lives = lives;
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
