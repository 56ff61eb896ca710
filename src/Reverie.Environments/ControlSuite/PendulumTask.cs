using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>A pendulum is swung up by a motor too weak to lift it at once.</summary>
internal sealed class PendulumTask(Physics physics) : SuiteTask(physics)
{
    private static readonly double Bound = Math.Cos(8 * (Math.PI / 180));

    private readonly PhysicsNumbers _turns = physics.Numbers("xmat");

    public static IEnumerable<SuiteDefinition> Definitions =>
    [
        new("pendulum", "swingup", StepsPerControl: 1, Controls: 1, [("orientation", [2]), ("velocity", [1])], physics => new PendulumTask(physics)),
    ];

    public override double Reward => Tolerance.Of(_turns[9 + 8], Bound, 1);

    public override void Begin(Mt19937 random) => Physics.Positions[0] = random.Uniform(-Math.PI, Math.PI);

    public override void Observe(Span<double> numbers) =>
        (numbers[0], numbers[1], numbers[2]) = (_turns[9 + 8], _turns[9 + 2], Physics.Velocities[0]);
}
