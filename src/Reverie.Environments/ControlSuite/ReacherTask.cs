using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>An arm of two links in the plane reaches for a target, large or small.</summary>
internal sealed class ReacherTask(Physics physics, double targetSize) : SuiteTask(physics)
{
    private readonly PhysicsNumbers _places = physics.Numbers("geom_xpos"), _home = physics.Numbers("geom_pos"), _sizes = physics.Numbers("geom_size");
    private readonly int _target = 3 * physics.Find(PhysicsObject.Geom, "target"), _finger = 3 * physics.Find(PhysicsObject.Geom, "finger");

    public static IEnumerable<SuiteDefinition> Definitions => [Define("easy", targetSize: 0.05), Define("hard", targetSize: 0.015)];

    public override IReadOnlyList<PhysicsNumbers> Changing { get; } = [physics.Numbers("geom_pos"), physics.Numbers("geom_size")];

    public override double Reward
    {
        get
        {
            var (x, y) = ToTarget;
            return Tolerance.Of(Math.Sqrt(x * x + y * y), 0, _sizes[_target] + _sizes[_finger]);
        }
    }

    private (double X, double Y) ToTarget
    {
        get
        {
            var places = _places.Span;
            return (places[_target] - places[_finger], places[_target + 1] - places[_finger + 1]);
        }
    }

    public override void Begin(Mt19937 random)
    {
        _sizes[_target] = targetSize;
        Draw(random, Joints.Drawn);
        double angle = random.Uniform(0, 2 * Math.PI), radius = random.Uniform(0.05, 0.20);
        _home[_target] = radius * Math.Sin(angle);
        _home[_target + 1] = radius * Math.Cos(angle);
    }

    public override void Observe(Span<double> numbers)
    {
        Physics.Positions.Span.CopyTo(numbers);
        (numbers[2], numbers[3]) = ToTarget;
        Physics.Velocities.Span.CopyTo(numbers[4..]);
    }

    private static SuiteDefinition Define(string name, double targetSize) => new(
        "reacher", name, StepsPerControl: 1, Controls: 2, [("position", [2]), ("to_target", [2]), ("velocity", [2])],
        physics => new ReacherTask(physics, targetSize));
}
