using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests;

/// <summary>
/// A world of any spaces, in which nothing happens but chance: each observation is a sample. Episodes end after 20 steps.
/// </summary>
public class Toy<TObservation, TAction>(Space<TObservation> observations, Space<TAction> actions) : Environment<TObservation, TAction>
    where TObservation : notnull
    where TAction : notnull
{
    public const int Length = 20;

    public override Space<TObservation> ObservationSpace => observations;

    public override Space<TAction> ActionSpace => actions;

    public override IEnvironment Unwrapped => this;

    public override Pcg64 Random { get; } = new(0);

    public int Steps { get; protected set; }

    /// <summary>The action taken last.</summary>
    public TAction? Taken { get; private set; }

    /// <summary>What a step pays.</summary>
    public Func<int, double> Reward { get; init; } = step => step;

    public override TObservation Reset(ulong? seed = null)
    {
        if (seed is { } value)
            Random.Seed(value);
        Steps = 0;
        return observations.Sample(Random);
    }

    public override StepResult<TObservation> Step(TAction action)
    {
        Taken = action;
        Steps++;
        return new(observations.Sample(Random), Reward(Steps), Steps == Length, Truncated: false);
    }

    public override NdArray<byte> Render()
    {
        var image = new NdArray<byte>(4, 6, 3);
        image.Span.Fill(200);
        return image;
    }
}
