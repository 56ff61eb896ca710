using Reverie.Environments.Arrays;
using Reverie.Training.Algorithms;
using Reverie.Training.Media;

namespace Reverie.Play.Games;

/// <summary>Environment and world model side by side, from the same start, under the same actions.</summary>
/// <param name="source">The real steps.</param>
/// <param name="horizon">Steps after which it ends.</param>
internal sealed class BothStage(Source source, Func<int> horizon) : Stage
{
    /// <summary>Dream and environment part where more than so many pixels are clearly different.</summary>
    internal const double Parting = 0.01;

    private IDreamtWorld? _dream;
    private IReadOnlyList<Insight>? _inside;
    private double? _continue;
    private bool _reset;

    public override Place Place => Place.Both;

    public override bool CanAct => !source.IsGiven;

    /// <summary>The real step as the world model sees it, the dreamt one, and what is between them.</summary>
    internal (Panel Real, Panel Dream, Panel Difference) Pair { get; private set; }

    /// <summary>The share of pixels that are different.</summary>
    internal double Share { get; private set; }

    /// <summary>The first step at which they parted.</summary>
    internal int? Parted { get; private set; }

    /// <summary>What the dream paid last.</summary>
    internal DreamtStep? Answer { get; private set; }

    /// <summary>Begins with the present step.</summary>
    internal BothStage Begin()
    {
        base.Restart();
        _dream?.Dispose();
        source.Rewind();
        _dream = source.Dreams!.Dream(source.Seen, 0);
        (_continue, Parted, Answer, _inside) = (null, null, null, null);
        Compare();
        return this;
    }

    public override void Restart()
    {
        source.Restart();
        Begin();
    }

    public override void Step(ActionBatch? action)
    {
        source.Look();
        var done = source is StoredSource stored ? stored.Given : action ?? source.Proposal;
        var answer = _dream!.Step(done);
        var outcome = source.Take(done);
        (Answer, _continue, _inside) = (answer, answer.Continue, null);
        Count(done, outcome.Reward);
        End = outcome.End ?? (Steps >= horizon() ? "the horizon" : null);
        // Behind the end a running environment shows its next episode, which nobody dreamt of.
        _reset = outcome.End is not null && !source.IsGiven;
        if (!_reset)
            Compare();
    }

    /// <inheritdoc/>
    /// <remarks>What there is of the dream comes first; of the environment only what the dream does not say better.</remarks>
    public override IReadOnlyList<Insight> LookInside()
    {
        if (_reset)
            return [];
        _inside ??= [.. _dream!.LookInside().Select(insight => insight with { Title = $"{insight.Title}, in the dream" })];
        return [.. _inside, .. source.LookInside().Where(insight => _inside.Count == 0 || insight is not { Bars: [], Row: [], Texts: [] })];
    }

    public override Scene Show(bool panes)
    {
        var thought = _reset ? null : source.Look();
        return Counted([Pair.Real, Pair.Dream, Pair.Difference, .. panes ? source.Show(panes: false) : []]) with
        {
            Continue = _continue,
            Thought = thought,
            Would = thought is null ? null : ChoiceOf(source.Proposal),
            Texts = source.Texts,
            Difference = Share,
            Parted = Parted,
        };
    }

    public override void Dispose()
    {
        _dream?.Dispose();
        source.Rewind();
    }

    private void Compare()
    {
        source.Look();
        var (real, dream) = (_dream!.See(source.Seen), _dream.Picture);
        Pair = (real, dream, Pictures.Difference(real, dream));
        Share = Pictures.Share(Pair.Difference);
        if (Share > Parting)
            Parted ??= Steps;
    }
}
