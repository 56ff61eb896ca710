using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>How an episode of a task begins, what is seen of it, and what it pays.</summary>
internal abstract class SuiteTask(Physics physics)
{
    public Physics Physics { get; } = physics;

    /// <summary>Where its joints may be.</summary>
    protected Joints Joints { get; } = new(physics);

    /// <summary>Fields of the model that change from episode to episode.</summary>
    public virtual IReadOnlyList<PhysicsNumbers> Changing => [];

    /// <summary>What the present state pays.</summary>
    public abstract double Reward { get; }

    /// <summary>Draws a first state, after a reset of the physics.</summary>
    public abstract void Begin(Mt19937 random);

    /// <summary>Writes what is seen, one part after another.</summary>
    public abstract void Observe(Span<double> numbers);

    /// <summary>Draws positions of joints, each within its range; a joint without one stays.</summary>
    protected void Draw(Mt19937 random, ReadOnlySpan<(double Low, double High)?> ranges)
    {
        var positions = Physics.Positions.Span;
        for (int joint = 0; joint < ranges.Length; joint++)
        {
            if (ranges[joint] is var (low, high))
                positions[joint] = random.Uniform(low, high);
        }
    }
}
