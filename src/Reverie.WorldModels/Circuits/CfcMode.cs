namespace Reverie.WorldModels.Circuits;

/// <summary>How a closed-form cell (Hasani et al., 2022) joins its two branches f and g with the time gate s.</summary>
public enum CfcMode
{
    /// <summary>f (1 - s) + s g.</summary>
    Default,

    /// <summary>f + s g.</summary>
    NoGate,

    /// <summary>The solution itself, with one branch: A - A exp(-t (|w| + |f|)) f.</summary>
    Pure,
}
