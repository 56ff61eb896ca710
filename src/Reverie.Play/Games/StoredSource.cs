using Reverie.Environments.Arrays;
using Reverie.Training.Data;
using Reverie.Training.Media;
using Reverie.Training.Sessions;

namespace Reverie.Play.Games;

/// <summary>A stored episode from one of its steps on: the same observations, the same actions.</summary>
internal sealed class StoredSource : Source
{
    private const int Longest = 256; // steps that the agent looks back at: more than any memory holds, and done in a moment

    private readonly Episode _episode;
    private readonly StepBatch _seen;
    private readonly int _start;
    private int _step;

    /// <param name="episode">The episode.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="agent">Who looks at it; it stays the caller's.</param>
    /// <param name="acting">How it would act.</param>
    internal StoredSource(Episode episode, int start, TrainedAgent? agent, ActingOptions acting) : base(episode.Layout, agent, acting)
    {
        (_episode, _start) = (episode, start);
        _seen = new StepBatch(episode.Layout, 1);
        Restart();
    }

    public override StepBatch Seen => _seen;

    public override bool IsGiven => true;

    /// <summary>The action of the present step.</summary>
    internal ActionBatch Given { get; private set; } = null!;

    /// <summary>Whether there is another action.</summary>
    internal bool HasNext => _step < _episode.Length && (_step + 1 < _episode.Length || _episode.HasFinal);

    public override void Restart()
    {
        Forget();
        // The agent remembers what came before, as if it had been there.
        for (int step = Math.Max(0, _start - Longest); step < _start; step++)
        {
            Go(step);
            Take(Given);
        }
        Go(_start);
    }

    public override IReadOnlyList<Panel> Show(bool panes) => [Picture(_seen)];

    internal static Panel Picture(StepBatch seen) => Pictures.Seen("episode", seen.Observations) ?? new("no picture", 8, 8, new byte[3 * 8 * 8]);

    /// <summary>Fills a batch with one step.</summary>
    internal static void Fill(Episode episode, int step, StepBatch seen)
    {
        for (int i = 0; i < seen.Observations.Count; i++)
            episode.Observation(i, step).CopyTo(seen.Observations[i].Row(0));
        for (int i = 0; i < seen.Texts.Count; i++)
            seen.Texts[i][0] = episode.Text(i)[step];
        seen.IsFirst[0] = step == 0;
    }

    protected override Outcome Step(ActionBatch action)
    {
        double reward = _episode.Rewards[_step];
        Go(_step + 1);
        return new(reward, HasNext ? null : "the stored episode ends here");
    }

    private void Go(int step)
    {
        _step = step;
        if (step >= _episode.Length + (_episode.HasFinal ? 1 : 0))
            return;
        Fill(_episode, step, _seen);
        if (step >= _episode.Length)
            return;
        // A new one: whoever has the action before may still look at it.
        Given = new ActionBatch(_episode.Layout.Action, 1);
        int size = _episode.Layout.Action.Size;
        if (_episode.Layout.Action.IsContinuous)
            _episode.Numbers.Slice(step * size, size).CopyTo(Given.Numbers);
        else
            _episode.Integers.Slice(step * size, size).CopyTo(Given.Integers);
    }
}
