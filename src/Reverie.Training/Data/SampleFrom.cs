namespace Reverie.Training.Data;

/// <summary>Where a sampled segment may lie in its episode.</summary>
public enum SampleFrom
{
    /// <summary>Its first step is any real step; it is padded on the right only.</summary>
    Start,

    /// <summary>Its last step is any real step; it is padded on the left only.</summary>
    Stop,
}
