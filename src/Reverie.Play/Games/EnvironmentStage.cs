using Reverie.Environments.Arrays;
using Reverie.Training.Algorithms;

namespace Reverie.Play.Games;

/// <summary>The real environment.</summary>
internal sealed class EnvironmentStage(Source source) : Stage
{
    public override Place Place => Place.Environment;

    public override void Restart()
    {
        base.Restart();
        source.Restart();
    }

    public override void Step(ActionBatch? action)
    {
        source.Look();
        var done = action ?? source.Proposal;
        var outcome = source.Take(done);
        Count(done, outcome.Reward);
        End = outcome.End;
    }

    public override IReadOnlyList<Insight> LookInside() => End is null ? source.LookInside() : [];

    public override Scene Show(bool panes)
    {
        // Of the next episode the agent shall know nothing while people look at how this one ended.
        var thought = End is null ? source.Look() : null;
        return Counted(source.Show(panes)) with
        {
            Thought = thought,
            Would = thought is null ? null : ChoiceOf(source.Proposal),
            Texts = source.Texts,
        };
    }
}
