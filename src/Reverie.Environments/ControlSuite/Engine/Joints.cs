namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>The joints of a model whose joints all have one degree of freedom.</summary>
internal sealed unsafe class Joints
{
    private const int Hinge = 3;

    private readonly (double Low, double High)?[] _limited, _drawn;

    public Joints(Physics physics)
    {
        byte* model = (byte*)physics.Model;
        var layout = MuJoCo.Instance.Layout;
        byte* limited = *(byte**)(model + layout["mjModel.jnt_limited"].Offset);
        int* types = *(int**)(model + layout["mjModel.jnt_type"].Offset);
        var ranges = physics.Numbers("jnt_range");
        _limited = new (double, double)?[physics.Size("njnt")];
        _drawn = new (double, double)?[_limited.Length];
        for (int joint = 0; joint < _limited.Length; joint++)
        {
            _limited[joint] = limited[joint] != 0 ? (ranges[2 * joint], ranges[2 * joint + 1]) : null;
            _drawn[joint] = _limited[joint] ?? (types[joint] == Hinge ? (-Math.PI, Math.PI) : null);
        }
    }

    /// <summary>Of every joint its range, or none if it is not limited.</summary>
    public ReadOnlySpan<(double Low, double High)?> Limited => _limited;

    /// <summary>Of every joint where it may be drawn: within its range, for another hinge a full turn, for another slide nowhere.</summary>
    public ReadOnlySpan<(double Low, double High)?> Drawn => _drawn;
}
