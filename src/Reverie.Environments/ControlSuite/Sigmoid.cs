namespace Reverie.Environments.ControlSuite;

/// <summary>How a reward falls outside of its bounds.</summary>
public enum Sigmoid
{
    Gaussian,
    Hyperbolic,
    LongTail,
    Reciprocal,
    Cosine,
    Linear,
    Quadratic,
    TanhSquared,
}
