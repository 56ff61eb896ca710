using Reverie.Environments.Arrays;
using Reverie.Training.Algorithms;

namespace Reverie.Play.Games;

/// <summary>The world model in the environment's place.</summary>
/// <param name="source">Where dreams begin.</param>
/// <param name="horizon">Steps after which a dream ends.</param>
internal sealed class DreamStage(Source source, Func<int> horizon) : Stage
{
    private readonly ActionBatch _proposal = new(source.Seen.Layout.Action, 1);
    private IDreamtWorld? _dream;
    private Thought? _thought;
    private IReadOnlyList<Insight>? _inside;
    private double? _continue;
    private ulong _seed;

    public override Place Place => Place.Dream;

    /// <summary>Begins a dream with the present step.</summary>
    internal DreamStage Begin()
    {
        base.Restart();
        _dream?.Dispose();
        source.Rewind();
        _dream = source.Dreams!.Dream(source.Seen, _seed++);
        (_thought, _continue, _inside) = (null, null, null);
        return this;
    }

    /// <summary>Begins a dream with a new beginning.</summary>
    public override void Restart()
    {
        source.Restart();
        Begin();
    }

    public override void Step(ActionBatch? action)
    {
        Look();
        var done = action ?? _proposal;
        var answer = _dream!.Step(done);
        (_thought, _continue, _inside) = (null, answer.Continue, null);
        Count(done, answer.Reward);
        End = answer.Ends ? "the world model ends it here" : Steps >= horizon() ? "the horizon" : null;
    }

    public override IReadOnlyList<Insight> LookInside() => _inside ??= _dream!.LookInside();

    public override Scene Show(bool panes)
    {
        Look();
        return Counted([_dream!.Picture]) with
        {
            Continue = _continue,
            Thought = _thought,
            Would = ChoiceOf(_proposal),
            Texts = source.Texts,
        };
    }

    /// <summary>The agent goes on in the environment as if it had not dreamt.</summary>
    public override void Dispose()
    {
        _dream?.Dispose();
        source.Rewind();
    }

    private void Look() => _thought ??= _dream!.Act(source.Acting, _proposal);
}
