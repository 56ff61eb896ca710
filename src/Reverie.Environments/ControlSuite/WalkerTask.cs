using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>A planar biped stands, walks or runs.</summary>
internal sealed class WalkerTask(Physics physics, double speed) : SuiteTask(physics)
{
    private const int Bodies = 7, Torso = 1;

    private readonly PhysicsNumbers _turns = physics.Numbers("xmat"), _places = physics.Numbers("xpos");

    public static IEnumerable<SuiteDefinition> Definitions => [Define("stand", speed: 0), Define("walk", speed: 1), Define("run", speed: 8)];

    public override double Reward
    {
        get
        {
            double upright = (1 + _turns[9 * Torso + 8]) / 2;
            double standing = (3 * Tolerance.Of(Height, 1.2, double.PositiveInfinity, 0.6) + upright) / 4;
            return speed == 0
                ? standing
                : standing * (5 * Tolerance.Of(Physics.Sensors[0], speed, double.PositiveInfinity, speed / 2, Sigmoid.Linear, valueAtMargin: 0.5) + 1) / 6;
        }
    }

    private double Height => _places[3 * Torso + 2];

    public override void Begin(Mt19937 random) => Draw(random, Joints.Drawn);

    public override void Observe(Span<double> numbers)
    {
        var turns = _turns.Span;
        for (int body = 0; body < Bodies; body++)
            (numbers[2 * body], numbers[2 * body + 1]) = (turns[9 * (Torso + body)], turns[9 * (Torso + body) + 2]);
        numbers[2 * Bodies] = Height;
        Physics.Velocities.Span.CopyTo(numbers[(2 * Bodies + 1)..]);
    }

    private static SuiteDefinition Define(string name, double speed) => new(
        "walker", name, StepsPerControl: 10, Controls: 6, [("orientations", [2 * Bodies]), ("height", []), ("velocity", [9])],
        physics => new WalkerTask(physics, speed));
}
