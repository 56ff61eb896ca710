using Reverie.Environments.Arrays;
using Reverie.Training.Algorithms;
using Reverie.Training.Media;

namespace Reverie.Play.Games;

/// <summary>Where steps are taken and shown.</summary>
internal abstract class Stage : IDisposable
{
    /// <summary>Where this is.</summary>
    public abstract Place Place { get; }

    /// <summary>Whether a person may choose the actions.</summary>
    public virtual bool CanAct => true;

    /// <summary>How it ended; null where it goes on.</summary>
    public string? End { get; protected set; }

    /// <summary>Steps since the beginning.</summary>
    public int Steps { get; protected set; }

    /// <summary>Rewards since the beginning.</summary>
    public double Return { get; protected set; }

    /// <summary>What the last step paid.</summary>
    protected double? Reward { get; set; }

    /// <summary>What was done last.</summary>
    public ActionBatch? Did { get; protected set; }

    /// <summary>Begins anew.</summary>
    public virtual void Restart() => (End, Steps, Return, Reward, Did) = (null, 0, 0, null, null);

    /// <summary>Takes a step.</summary>
    /// <param name="action">What a person does; null: the agent acts.</param>
    public abstract void Step(ActionBatch? action);

    /// <summary>What there is to see of the agent's inside, and of its world model's.</summary>
    public virtual IReadOnlyList<Insight> LookInside() => [];

    /// <summary>What there is to see now.</summary>
    /// <param name="panes">Everything, or what says most.</param>
    public abstract Scene Show(bool panes);

    public virtual void Dispose()
    {
    }

    /// <summary>A scene of the present step.</summary>
    /// <param name="panels">Pictures.</param>
    protected Scene Counted(IReadOnlyList<Panel> panels) => new()
    {
        Panels = panels,
        Step = Steps,
        Return = Return,
        Reward = Reward,
        Did = ChoiceOf(Did),
        End = End,
    };

    /// <summary>Counts a step.</summary>
    protected void Count(ActionBatch action, double reward)
    {
        Steps++;
        Return += reward;
        Reward = reward;
        // A copy: the batch that it came in is used again.
        Did = new ActionBatch(action.Spec, 1);
        action.Integers.CopyTo(Did.Integers, 0);
        action.Numbers.CopyTo(Did.Numbers, 0);
    }

    /// <summary>An action that is one choice.</summary>
    protected static int? ChoiceOf(ActionBatch? action) => action?.Spec.Kind == ActionKind.Discrete ? (int)action.Integers[0] : null;
}
