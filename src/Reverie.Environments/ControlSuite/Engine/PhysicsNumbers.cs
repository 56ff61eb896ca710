namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>The numbers of one field of a model or of its state, where the engine keeps them.</summary>
public sealed unsafe class PhysicsNumbers
{
    private readonly Physics _physics;
    private readonly double* _first;
    private readonly int _length;

    internal PhysicsNumbers(Physics physics, double* first, int length)
    {
        (_physics, _length) = (physics, length);
        _first = first;
    }

    /// <summary>All of them; writing changes the model or the state. Valid until the physics is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">It was.</exception>
    public Span<double> Span
    {
        get
        {
            _physics.RequireAlive();
            return new(_first, _length);
        }
    }

    /// <summary>One of them.</summary>
    public double this[int index]
    {
        get => Span[index];
        set => Span[index] = value;
    }
}
