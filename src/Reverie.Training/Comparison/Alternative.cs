namespace Reverie.Training.Comparison;

/// <summary>What a test holds against the two samples being alike.</summary>
public enum Alternative
{
    /// <summary>They differ.</summary>
    TwoSided,

    /// <summary>The first tends to be lower.</summary>
    Less,

    /// <summary>The first tends to be higher.</summary>
    Greater,
}
