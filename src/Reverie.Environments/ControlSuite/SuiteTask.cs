using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>How an episode of a task begins, what is seen of it, and what it pays.</summary>
internal abstract class SuiteTask(Physics physics)
{
    public Physics Physics { get; } = physics;

    /// <summary>Fields of the model that change from episode to episode.</summary>
    public virtual IReadOnlyList<PhysicsNumbers> Changing => [];

    /// <summary>What the present state pays.</summary>
    public abstract double Reward { get; }

    /// <summary>Draws a first state, after a reset of the physics.</summary>
    public abstract void Begin(Mt19937 random);

    /// <summary>Writes what is seen, one part after another.</summary>
    public abstract void Observe(Span<double> numbers);

    /// <summary>Draws the positions of all joints: of a limited one within its range, of another hinge any; another slide stays.</summary>
    protected void BeginAnywhere(Mt19937 random, bool withUnlimited = true)
    {
        var joints = new Joints(Physics);
        for (int joint = 0; joint < joints.Count; joint++)
        {
            if (joints.Range(joint, withUnlimited) is var (low, high))
                Physics.Positions[joint] = random.Uniform(low, high);
        }
    }
}
