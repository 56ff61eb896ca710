using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>A finger spins a body on a hinge, or turns its tip to a target, large or small.</summary>
internal sealed class FingerTask(Physics physics, double? targetSize) : SuiteTask(physics)
{
    private const int Tries = 1000, Hinge = 2;
    private const double SpinSpeed = 15, SpinDamping = 0.03;

    // Where the sensors' values lie.
    private const int Position = 0, Velocity = 2, HingeVelocity = 4, Tip = 5, Target = 8, Spinner = 11, Touch = 14;

    private readonly PhysicsNumbers _damping = physics.Numbers("dof_damping"), _anchors = physics.Numbers("xanchor");
    private readonly PhysicsNumbers _sites = physics.Numbers("site_pos"), _siteSizes = physics.Numbers("site_size"), _geomSizes = physics.Numbers("geom_size");
    private readonly int _target = 3 * physics.Find(PhysicsObject.Site, "target"), _cap = 3 * physics.Find(PhysicsObject.Geom, "cap1");

    public static IEnumerable<SuiteDefinition> Definitions =>
        [Define("spin", targetSize: null), Define("turn_easy", targetSize: 0.07), Define("turn_hard", targetSize: 0.03)];

    public override IReadOnlyList<PhysicsNumbers> Changing { get; } =
        targetSize is null ? [physics.Numbers("dof_damping")] : [physics.Numbers("site_pos"), physics.Numbers("site_size")];

    public override double Reward => (targetSize is null ? Physics.Sensors[HingeVelocity] <= -SpinSpeed : DistanceToTarget <= 0) ? 1 : 0;

    private double DistanceToTarget
    {
        get
        {
            var sensors = Physics.Sensors.Span;
            double x = (sensors[Target] - sensors[Spinner]) - (sensors[Tip] - sensors[Spinner]);
            double z = (sensors[Target + 2] - sensors[Spinner + 2]) - (sensors[Tip + 2] - sensors[Spinner + 2]);
            return Math.Sqrt(x * x + z * z) - _siteSizes[_target];
        }
    }

    /// <exception cref="InvalidOperationException">No pose without contact was found.</exception>
    public override void Begin(Mt19937 random)
    {
        if (targetSize is { } size)
        {
            double angle = random.Uniform(-Math.PI, Math.PI), radius = _geomSizes[_cap] + _geomSizes[_cap + 1] + _geomSizes[_cap + 2];
            _sites[_target] = _anchors[3 * Hinge] + radius * Math.Sin(angle);
            _sites[_target + 2] = _anchors[3 * Hinge + 2] + radius * Math.Cos(angle);
            _siteSizes[_target] = size;
        }
        else
        {
            _damping[Hinge] = SpinDamping;
        }
        for (int i = 0; i < Tries; i++)
        {
            Draw(random, Joints.Drawn);
            Physics.Forward();
            if (Physics.Contacts == 0)
                return;
        }
        throw new InvalidOperationException($"No pose of the finger without contact was found in {Tries} tries.");
    }

    public override void Observe(Span<double> numbers)
    {
        var sensors = Physics.Sensors.Span;
        sensors.Slice(Position, 2).CopyTo(numbers);
        (numbers[2], numbers[3]) = (sensors[Tip] - sensors[Spinner], sensors[Tip + 2] - sensors[Spinner + 2]);
        sensors.Slice(Velocity, 3).CopyTo(numbers[4..]);
        (numbers[7], numbers[8]) = (CMath.Log1P(sensors[Touch]), CMath.Log1P(sensors[Touch + 1]));
        if (targetSize is null)
            return;
        (numbers[9], numbers[10]) = (sensors[Target] - sensors[Spinner], sensors[Target + 2] - sensors[Spinner + 2]);
        numbers[11] = DistanceToTarget;
    }

    private static SuiteDefinition Define(string name, double? targetSize)
    {
        (string, int[])[] parts = [("position", [4]), ("velocity", [3]), ("touch", [2])];
        return new(
            "finger", name, StepsPerControl: 2, Controls: 2,
            targetSize is null ? parts : [.. parts, ("target_position", [2]), ("dist_to_target", [])], physics => new FingerTask(physics, targetSize));
    }
}
