using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Atari;

/// <summary>Plays a tape: whoever resets or steps it otherwise than was recorded is told so.</summary>
internal sealed class TapeGame(Tape tape) : Environment<NdArray<byte>, int>, ICountsLives, IHasNoop, IRepeatsActions<NdArray<byte>, int>
{
    private const int ResetMark = -1;

    private readonly NdArray<byte> _screen = new(Tape.Rows, Tape.Columns, 3), _before = new(Tape.Rows, Tape.Columns, 3);

    public override Box<byte> ObservationSpace { get; } = new(0, 255, Tape.Rows, Tape.Columns, 3);

    public override Discrete ActionSpace { get; } = new(4);

    public override IEnvironment Unwrapped => this;

    public override Pcg64 Random { get; } = new(0);

    public override Saving Saving => Saving.None;

    public int? Lives { get; private set; } = 0;

    public int? NoopAction => 0;

    public bool CanRepeat { get; init; }

    /// <summary>How much of the tape is played.</summary>
    public int Position { get; private set; }

    public override NdArray<byte> Reset(ulong? seed = null)
    {
        Play(ResetMark);
        return _screen;
    }

    public override StepResult<NdArray<byte>> Step(int action)
    {
        int at = Play(action);
        return new(_screen, tape.Rewards[at], tape.Terminated[at], tape.Truncated[at]);
    }

    public RepeatResult<NdArray<byte>> Repeat(int action, Span<double> rewards)
    {
        double sum = 0;
        for (int i = 0; ; i++)
        {
            _screen.Span.CopyTo(_before.Span);
            var result = Step(action);
            sum += rewards[i] = result.Reward;
            if (result.Done || i == rewards.Length - 1)
                return new(result with { Reward = sum }, i + 1, i > 0 && i == rewards.Length - 1 ? _before : null);
        }
    }

    public override NdArray<byte> Render() => _screen;

    private int Play(int action)
    {
        int at = Position++;
        Assert.Equal(tape.Actions[at], action);
        tape.Draw(at, _screen.Span);
        Assert.Equal(tape.ScreenCrcs[at], Crc32.Compute(_screen.Span));
        Lives = tape.Lives[at];
        return at;
    }
}
