using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>A half cheetah runs.</summary>
internal sealed class CheetahTask(Physics physics) : SuiteTask(physics)
{
    private const int Settling = 200;
    private const double Speed = 10;

    public static IEnumerable<SuiteDefinition> Definitions =>
    [
        new("cheetah", "run", StepsPerControl: 1, Controls: 6, [("position", [8]), ("velocity", [9])], physics => new CheetahTask(physics)),
    ];

    public override double Reward => Tolerance.Of(Physics.Sensors[0], Speed, double.PositiveInfinity, Speed, Sigmoid.Linear, valueAtMargin: 0);

    /// <summary>The legs in any pose, then time to fall to the ground.</summary>
    public override void Begin(Mt19937 random)
    {
        Draw(random, Joints.Limited);
        Physics.Step(Settling);
        Physics.Time = 0;
    }

    public override void Observe(Span<double> numbers)
    {
        Physics.Positions.Span[1..].CopyTo(numbers);
        Physics.Velocities.Span.CopyTo(numbers[8..]);
    }
}
