namespace Reverie.Language.Layers;

/// <summary>How a projection's weight lies in memory and in files.</summary>
public enum ProjectionLayout
{
    /// <summary>[out, in], as PyTorch's Linear.</summary>
    OutputInput,

    /// <summary>[in, out], as GPT-2's Conv1D.</summary>
    InputOutput,
}
