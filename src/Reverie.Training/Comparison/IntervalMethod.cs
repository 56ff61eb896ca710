namespace Reverie.Training.Comparison;

/// <summary>How a bootstrap's repetitions become an interval (Efron and Tibshirani, 1993).</summary>
public enum IntervalMethod
{
    /// <summary>The quantiles of the repetitions, as rliable takes them.</summary>
    Percentile,

    /// <summary>Those quantiles mirrored at the estimate.</summary>
    Basic,
}
