using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Media;
using Reverie.Training.Sessions;

namespace Reverie.Play.Games;

/// <summary>Steps that really are, or were: a running environment or a stored episode. The agent looks at each of them once.</summary>
internal abstract class Source : IDisposable
{
    private byte[] _memory = [];
    private bool _hasLooked;
    private Thought? _thought;
    private IReadOnlyList<Insight>? _inside;
    private long _steps, _lookedInside = -1, _taken = -1;

    protected Source(StepLayout layout, TrainedAgent? agent, ActingOptions acting)
    {
        (Agent, Acting) = (agent, acting);
        Proposal = new ActionBatch(layout.Action, 1);
    }

    /// <summary>The present step.</summary>
    public abstract StepBatch Seen { get; }

    /// <summary>Whether actions are given, so that nobody chooses.</summary>
    public abstract bool IsGiven { get; }

    public TrainedAgent? Agent { get; protected set; }

    public ActingOptions Acting { get; }

    /// <summary>The environment itself; null where there is none within reach.</summary>
    protected virtual IEnvironment? Origin => null;

    /// <summary>What the agent would do now, once it has looked.</summary>
    public ActionBatch Proposal { get; }

    /// <summary>What the agent can dream with.</summary>
    public virtual IDreams? Dreams => Agent?.Player as IDreams;

    /// <summary>Texts of the present step.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>> Texts =>
        [.. Seen.Layout.Texts.Select((name, i) => KeyValuePair.Create(name, Seen.Texts[i][0])).Where(text => text.Value.Length is > 0 and < 500)];

    /// <summary>Begins anew.</summary>
    public abstract void Restart();

    /// <summary>Pictures of the present step: all of them, or the one that says most.</summary>
    public abstract IReadOnlyList<Panel> Show(bool panes);

    /// <summary>Lets the agent look at the present step, once.</summary>
    /// <returns>What it thinks; null without an agent.</returns>
    public Thought? Look()
    {
        if (Agent is null || _hasLooked)
            return _thought;
        Save();
        Agent.Player.Policy.Act(Seen, Acting, Proposal);
        _hasLooked = true;
        return _thought = (Agent.Player as IThinks)?.Think(Seen, 0);
    }

    /// <summary>What there is to see of the agent's inside.</summary>
    public IReadOnlyList<Insight> LookInside()
    {
        if (Agent?.Player is not IThinks player)
            return [];
        bool isAgain = _inside is not null;
        if (isAgain && !_inside!.Any(insight => insight.IsPending))
            return _inside!;
        Look();
        _inside = player.LookInside(new(Seen, 0, Origin, _taken, Follows: _lookedInside == _steps - 1, isAgain));
        _lookedInside = _steps;
        return _inside;
    }

    /// <summary>Takes a step.</summary>
    /// <param name="action">What to do, or what the agent proposes.</param>
    public Outcome Take(ActionBatch action)
    {
        if (Agent is not null)
        {
            Look();
            Agent.Player.Policy.Remember(action);
        }
        (_hasLooked, _thought, _inside) = (false, null, null);
        _steps++;
        _taken = action.Spec.Kind == ActionKind.Discrete ? action.Integers[0] : -1;
        return Step(action);
    }

    /// <summary>The agent's memory as it was before the present step; it may look again.</summary>
    public void Rewind()
    {
        if (Agent is null || _memory.Length == 0)
            return;
        using var reader = new BinaryReader(new MemoryStream(_memory));
        Agent.Player.Policy.RestoreMemory(1, reader);
        (_hasLooked, _thought, _inside) = (false, null, null);
    }

    /// <summary>The agent has forgotten everything.</summary>
    protected void Forget()
    {
        (_hasLooked, _thought, _inside) = (false, null, null);
        (_steps, _lookedInside) = (_steps + 1, -1);
        if (Agent is null)
            return;
        Agent.Player.Policy.Begin(1);
        Save();
    }

    protected abstract Outcome Step(ActionBatch action);

    public virtual void Dispose()
    {
    }

    private void Save()
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            Agent!.Player.Policy.SaveMemory(writer);
        _memory = stream.ToArray();
        // A policy without a memory has nothing to go back to, and can always look again.
        if (_memory.Length == 0)
            _memory = [0];
    }
}
