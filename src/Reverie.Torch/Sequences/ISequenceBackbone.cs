namespace Reverie.Torch.Sequences;

/// <summary>
/// The memory of a world model: embeddings and an explicit recurrent state in, outputs and the advanced state out. A full pass
/// over T steps, T single steps with the state, and any chunking in between give the same numbers.
/// </summary>
public interface ISequenceBackbone
{
    /// <summary>Size E of one input embedding.</summary>
    long InputSize { get; }

    /// <summary>Size H of one output.</summary>
    long OutputSize { get; }

    /// <summary>An empty state for a batch.</summary>
    /// <param name="batch">Rows B.</param>
    /// <param name="capacity">Steps that it must be able to remember; backbones of constant memory ignore it.</param>
    IBackboneState CreateState(long batch, long capacity);

    /// <summary>Runs over a sequence, continuing from the state where one is given, and advances that state in place.</summary>
    /// <returns>[B, T, H]</returns>
    Tensor Forward(SequenceInput input, IBackboneState? state = null);
}
