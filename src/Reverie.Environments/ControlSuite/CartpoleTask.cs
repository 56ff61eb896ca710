using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.ControlSuite;

/// <summary>A cart on a rail balances or swings up one to three poles.</summary>
internal sealed class CartpoleTask : SuiteTask
{
    private const string FurtherPoles = "<!-- further poles -->", Floor = "pos=\"0 0 -.05\"", Camera = "pos=\"0 -4 1\"";

    private readonly bool _swingUp, _sparse;
    private readonly int _poles;
    private readonly PhysicsNumbers _turns;

    private CartpoleTask(Physics physics, bool swingUp, bool sparse, int poles) : base(physics) =>
        (_swingUp, _sparse, _poles, _turns) = (swingUp, sparse, poles, physics.Numbers("xmat"));

    public static IEnumerable<SuiteDefinition> Definitions =>
    [
        Define("balance", swingUp: false, sparse: false, poles: 1),
        Define("balance_sparse", swingUp: false, sparse: true, poles: 1),
        Define("swingup", swingUp: true, sparse: false, poles: 1),
        Define("swingup_sparse", swingUp: true, sparse: true, poles: 1),
        Define("two_poles", swingUp: true, sparse: false, poles: 2),
        Define("three_poles", swingUp: true, sparse: false, poles: 3),
    ];

    public override double Reward => _sparse ? Sparse : Smooth;

    private double Sparse
    {
        get
        {
            double reward = Tolerance.Of(Physics.Positions[0], -0.25, 0.25);
            for (int pole = 0; pole < _poles; pole++)
                reward *= Tolerance.Of(Upright(pole), 0.995, 1);
            return reward;
        }
    }

    private double Smooth
    {
        get
        {
            double upright = 0, slow = 1;
            for (int pole = 0; pole < _poles; pole++)
            {
                upright += (Upright(pole) + 1) / 2;
                slow = Math.Min(slow, Tolerance.Of(Physics.Velocities[1 + pole], margin: 5));
            }
            double centered = (1 + Tolerance.Of(Physics.Positions[0], margin: 2)) / 2;
            return upright / _poles * ((4 + Tolerance.OfControl(Physics.Control[0])) / 5) * ((1 + slow) / 2) * centered;
        }
    }

    public override void Begin(Mt19937 random)
    {
        Span<double> positions = Physics.Positions.Span, velocities = Physics.Velocities.Span;
        positions[0] = _swingUp ? 0.01 * random.Normal() : random.Uniform(-0.1, 0.1);
        for (int pole = 1; pole <= _poles; pole++)
        {
            positions[pole] = (_swingUp, pole) switch
            {
                (false, _) => random.Uniform(-0.034, 0.034),
                (true, 1) => Math.PI + 0.01 * random.Normal(),
                (true, _) => 0.1 * random.Normal(),
            };
        }
        foreach (ref double velocity in velocities)
            velocity = 0.01 * random.Normal();
    }

    public override void Observe(Span<double> numbers)
    {
        numbers[0] = Physics.Positions[0];
        for (int pole = 0; pole < _poles; pole++)
            (numbers[1 + 2 * pole], numbers[2 + 2 * pole]) = (Upright(pole), _turns[9 * (2 + pole) + 2]);
        Physics.Velocities.Span.CopyTo(numbers[(1 + 2 * _poles)..]);
    }

    private static SuiteDefinition Define(string name, bool swingUp, bool sparse, int poles) => new(
        "cartpole", name, StepsPerControl: 1, Controls: 1, [("position", [1 + 2 * poles]), ("velocity", [1 + poles])],
        physics => new CartpoleTask(physics, swingUp, sparse, poles))
    { Text = () => WithPoles(poles) };

    private static string WithPoles(int count)
    {
        string further = "";
        for (int pole = count; pole > 1; pole--)
        {
            further = $"""
                <body name="pole_{pole}" pos="0 0 1" childclass="pole"><joint name="hinge_{pole}"/><geom name="pole_{pole}"/>{further}</body>
                """;
        }
        string text = Models.Text("cartpole").Replace(FurtherPoles, further, StringComparison.Ordinal);
        // Poles that hang down need room, and a camera farther away.
        return count == 1 ? text : text.Replace(Floor, $"pos=\"0 0 {1 - count}.05\"", StringComparison.Ordinal)
            .Replace(Camera, $"pos=\"0 {-1 - 2 * count} 1\"", StringComparison.Ordinal);
    }

    /// <summary>The cosine of a pole's angle to the vertical.</summary>
    private double Upright(int pole) => _turns[9 * (2 + pole) + 8];
}
