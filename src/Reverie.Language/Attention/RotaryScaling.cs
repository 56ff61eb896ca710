namespace Reverie.Language.Attention;

/// <summary>How rotary frequencies are changed for contexts longer than the original.</summary>
public enum RotaryScaling
{
    None,

    /// <summary>All frequencies divided by the factor.</summary>
    Linear,

    /// <summary>Low frequencies divided, high ones kept, those between blended (Llama 3.1).</summary>
    Llama3,
}
