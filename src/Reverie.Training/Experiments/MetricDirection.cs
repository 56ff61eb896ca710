namespace Reverie.Training.Experiments;

/// <summary>Which way a metric is better.</summary>
public enum MetricDirection
{
    /// <summary>As returns and shares of successes.</summary>
    Higher,

    /// <summary>As losses.</summary>
    Lower,
}
