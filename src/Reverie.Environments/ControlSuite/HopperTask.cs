using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>A one-legged robot stands or hops.</summary>
internal sealed class HopperTask(Physics physics, bool hop) : SuiteTask(physics)
{
    private const int Toe = 3, Heel = 4;
    private const double StandHeight = 0.6, HopSpeed = 2;

    private readonly PhysicsNumbers _centers = physics.Numbers("xipos");
    private readonly int _torso = 3 * physics.Find(PhysicsObject.Body, "torso"), _foot = 3 * physics.Find(PhysicsObject.Body, "foot");

    public static IEnumerable<SuiteDefinition> Definitions => [Define("stand", hop: false), Define("hop", hop: true)];

    public override double Reward
    {
        get
        {
            double standing = Tolerance.Of(_centers[_torso + 2] - _centers[_foot + 2], StandHeight, 2);
            return standing * (hop
                ? Tolerance.Of(Physics.Sensors[0], HopSpeed, double.PositiveInfinity, HopSpeed / 2, Sigmoid.Linear, valueAtMargin: 0.5)
                : Tolerance.OfControls(Physics.Control.Span));
        }
    }

    public override void Begin(Mt19937 random) => Draw(random, Joints.Drawn);

    public override void Observe(Span<double> numbers)
    {
        Physics.Positions.Span[1..].CopyTo(numbers);
        Physics.Velocities.Span.CopyTo(numbers[6..]);
        (numbers[13], numbers[14]) = (CMath.Log1P(Physics.Sensors[Toe]), CMath.Log1P(Physics.Sensors[Heel]));
    }

    private static SuiteDefinition Define(string name, bool hop) => new(
        "hopper", name, StepsPerControl: 4, Controls: 4, [("position", [6]), ("velocity", [7]), ("touch", [2])], physics => new HopperTask(physics, hop));
}
