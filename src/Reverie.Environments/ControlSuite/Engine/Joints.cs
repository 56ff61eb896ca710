namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>The joints of a model whose joints all have one degree of freedom.</summary>
internal readonly unsafe struct Joints(Physics physics)
{
    private const int Hinge = 3;

    public int Count => physics.Size("njnt");

    /// <summary>The range of a limited joint, or a full turn of another hinge; null of another slide.</summary>
    /// <param name="joint">Its number.</param>
    /// <param name="withUnlimited">Whether a hinge without limits has one.</param>
    public (double Low, double High)? Range(int joint, bool withUnlimited)
    {
        byte* model = (byte*)physics.Model;
        var layout = MuJoCo.Instance.Layout;
        double* range = *(double**)(model + layout["mjModel.jnt_range"].Offset) + 2 * joint;
        if ((*(byte**)(model + layout["mjModel.jnt_limited"].Offset))[joint] != 0)
            return (range[0], range[1]);
        return withUnlimited && (*(int**)(model + layout["mjModel.jnt_type"].Offset))[joint] == Hinge ? (-Math.PI, Math.PI) : null;
    }
}
