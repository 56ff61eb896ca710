namespace Reverie.Torch.Modules;

/// <summary>One step of a recurrence whose memory is what it puts out.</summary>
public abstract class RecurrentCell(long inputSize, long hiddenSize) : Module
{
    /// <summary>Numbers of one input.</summary>
    public long InputSize => inputSize;

    /// <summary>Numbers of the hidden state.</summary>
    public long HiddenSize => hiddenSize;

    /// <param name="x">[B, input]</param>
    /// <param name="hidden">[B, hidden]</param>
    /// <returns>The new hidden state, [B, hidden].</returns>
    public abstract Tensor Forward(Tensor x, Tensor hidden);
}
