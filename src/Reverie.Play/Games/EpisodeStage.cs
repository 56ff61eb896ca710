using Reverie.Environments.Arrays;
using Reverie.Training.Data;

namespace Reverie.Play.Games;

/// <summary>A stored episode to look at, step by step.</summary>
internal sealed class EpisodeStage : Stage
{
    private readonly EpisodeShelf _shelf;
    private EpisodeFacts _facts = null!;
    private StepBatch _seen = null!;

    internal EpisodeStage(EpisodeShelf shelf)
    {
        _shelf = shelf;
        Open(shelf.Sources[0], 0);
    }

    public override Place Place => Place.Episode;

    public override bool CanAct => false;

    /// <summary>What is shown.</summary>
    internal Episode Episode { get; private set; } = null!;

    private int Last => Episode.Length - (Episode.HasFinal ? 0 : 1);

    /// <summary>Shows another episode.</summary>
    /// <param name="source">Who played it.</param>
    /// <param name="index">Its place; beyond the last comes the first.</param>
    internal void Open(string source, int index)
    {
        (Episode, _facts) = _shelf.Read(source, index);
        _seen = new StepBatch(Episode.Layout, 1);
        Restart();
    }

    /// <summary>The next episode, or an earlier one.</summary>
    internal void Turn(int by) => Open(_facts.Source, _facts.Index + by);

    /// <summary>Episodes of somebody else.</summary>
    internal void NextSource()
    {
        var sources = _shelf.Sources.ToList();
        Open(sources[(sources.IndexOf(_facts.Source) + 1) % sources.Count], 0);
    }

    /// <summary>Goes some steps on or back.</summary>
    internal void Move(int by)
    {
        Steps = Math.Clamp(Steps + by, 0, Last);
        Return = 0;
        for (int step = 0; step < Math.Min(Steps, Episode.Length); step++)
            Return += Episode.Rewards[step];
        Reward = Steps > 0 ? Episode.Rewards[Steps - 1] : null;
        End = Steps == Last ? Episode.End.Success switch { true => "success", false => "no success", _ => "the end" } : null;
    }

    public override void Restart()
    {
        base.Restart();
        Move(0);
    }

    public override void Step(ActionBatch? action) => Move(1);

    public override Scene Show(bool panes)
    {
        StoredSource.Fill(Episode, Steps, _seen);
        bool isChoice = Episode.Layout.Action.Kind == ActionKind.Discrete;
        return Counted([StoredSource.Picture(_seen)]) with
        {
            Did = isChoice && Steps > 0 ? (int)Episode.Integers[Steps - 1] : null,
            Would = isChoice && Steps < Episode.Length ? (int)Episode.Integers[Steps] : null,
            Texts = [.. _seen.Layout.Texts.Select((name, i) => KeyValuePair.Create(name, _seen.Texts[i][0])).Where(text => text.Value.Length is > 0 and < 500)],
            Episode = _facts,
        };
    }
}
