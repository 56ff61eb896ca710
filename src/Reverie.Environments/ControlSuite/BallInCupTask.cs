using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>A ball on a string is swung into a cup.</summary>
internal sealed class BallInCupTask(Physics physics) : SuiteTask(physics)
{
    private readonly PhysicsNumbers _sites = physics.Numbers("site_xpos"), _bodies = physics.Numbers("xpos");
    private readonly PhysicsNumbers _siteSizes = physics.Numbers("site_size"), _geomSizes = physics.Numbers("geom_size");
    private readonly int _target = 3 * physics.Find(PhysicsObject.Site, "target"), _ball = 3 * physics.Find(PhysicsObject.Body, "ball");
    private readonly int _ballGeom = 3 * physics.Find(PhysicsObject.Geom, "ball");

    public static IEnumerable<SuiteDefinition> Definitions =>
    [
        new("ball_in_cup", "catch", StepsPerControl: 10, Controls: 2, [("position", [4]), ("velocity", [4])], physics => new BallInCupTask(physics)),
    ];

    public override double Reward => IsInside(axis: 0) && IsInside(axis: 2) ? 1 : 0;

    public override void Begin(Mt19937 random)
    {
        do
        {
            Physics.Positions[2] = random.Uniform(-0.2, 0.2);
            Physics.Positions[3] = random.Uniform(0.2, 0.5);
            Physics.Forward();
        }
        while (Physics.Contacts > 0);
    }

    public override void Observe(Span<double> numbers)
    {
        Physics.Positions.Span.CopyTo(numbers);
        Physics.Velocities.Span.CopyTo(numbers[4..]);
    }

    private bool IsInside(int axis) =>
        Math.Abs(_sites[_target + axis] - _bodies[_ball + axis]) < _siteSizes[_target + axis] - _geomSizes[_ballGeom];
}
