using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>A point in the plane is pushed to the middle; in the hard task along directions that differ from episode to episode.</summary>
internal sealed class PointMassTask(Physics physics, bool hard) : SuiteTask(physics)
{
    private readonly PhysicsNumbers _directions = physics.Numbers("wrap_prm"), _places = physics.Numbers("geom_xpos"), _sizes = physics.Numbers("geom_size");
    private readonly int _target = 3 * physics.Find(PhysicsObject.Geom, "target"), _mass = 3 * physics.Find(PhysicsObject.Geom, "pointmass");

    public static IEnumerable<SuiteDefinition> Definitions => [Define("easy", hard: false), Define("hard", hard: true)];

    public override IReadOnlyList<PhysicsNumbers> Changing { get; } = hard ? [physics.Numbers("wrap_prm")] : [];

    public override double Reward
    {
        get
        {
            var places = _places.Span;
            double x = places[_target] - places[_mass], y = places[_target + 1] - places[_mass + 1], z = places[_target + 2] - places[_mass + 2];
            double size = _sizes[_target];
            return Tolerance.Of(Math.Sqrt(x * x + y * y + z * z), 0, size, size) * Tolerance.OfControls(Physics.Control.Span);
        }
    }

    public override void Begin(Mt19937 random)
    {
        Draw(random, Joints.Drawn);
        if (!hard)
            return;
        var directions = _directions.Span;
        (double x, double y) = Direction(random);
        double otherX, otherY;
        do
            (otherX, otherY) = Direction(random);
        while (Math.Abs(x * otherX + y * otherY) > 0.9);
        (directions[0], directions[1], directions[2], directions[3]) = (x, y, otherX, otherY);
    }

    public override void Observe(Span<double> numbers)
    {
        Physics.Positions.Span.CopyTo(numbers);
        Physics.Velocities.Span.CopyTo(numbers[2..]);
    }

    private static SuiteDefinition Define(string name, bool hard) => new(
        "point_mass", name, StepsPerControl: 1, Controls: 2, [("position", [2]), ("velocity", [2])], physics => new PointMassTask(physics, hard));

    private static (double X, double Y) Direction(Mt19937 random)
    {
        double x = random.Normal(), y = random.Normal(), length = Math.Sqrt(x * x + y * y);
        return (x / length, y / length);
    }
}
