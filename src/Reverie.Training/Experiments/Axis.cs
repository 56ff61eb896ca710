namespace Reverie.Training.Experiments;

/// <summary>At what runs are compared.</summary>
public enum Axis
{
    /// <summary>After equally many steps.</summary>
    Steps,

    /// <summary>After equally long training.</summary>
    Seconds,
}
