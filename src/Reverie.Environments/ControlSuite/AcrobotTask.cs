using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>Two links hang from a shoulder; a motor at the elbow swings the tip up to a target.</summary>
internal sealed class AcrobotTask(Physics physics, double margin) : SuiteTask(physics)
{
    private readonly PhysicsNumbers _turns = physics.Numbers("xmat"), _sites = physics.Numbers("site_xpos"), _sizes = physics.Numbers("site_size");

    public static IEnumerable<SuiteDefinition> Definitions => [Define("swingup", margin: 1), Define("swingup_sparse", margin: 0)];

    public override double Reward
    {
        get
        {
            var sites = _sites.Span;
            double x = sites[0] - sites[3], y = sites[1] - sites[4], z = sites[2] - sites[5];
            return Tolerance.Of(Math.Sqrt(x * x + y * y + z * z), 0, _sizes[0], margin);
        }
    }

    public override void Begin(Mt19937 random)
    {
        foreach (ref double angle in Physics.Positions.Span)
            angle = random.Uniform(-Math.PI, Math.PI);
    }

    public override void Observe(Span<double> numbers)
    {
        var turns = _turns.Span;
        for (int link = 0; link < 2; link++)
            (numbers[link], numbers[2 + link]) = (turns[9 * (1 + link) + 2], turns[9 * (1 + link) + 8]);
        Physics.Velocities.Span.CopyTo(numbers[4..]);
    }

    private static SuiteDefinition Define(string name, double margin) => new(
        "acrobot", name, StepsPerControl: 1, Controls: 1, [("orientations", [4]), ("velocity", [2])], physics => new AcrobotTask(physics, margin));
}
