namespace Reverie.Torch.Sequences;

/// <summary>
/// The memory of a world model, whatever it is made of (a recurrent cell, a neural circuit, a state-space model, a transformer, a
/// language model): embeddings and an explicit state in, outputs and the advanced state out. A full pass over T steps, T single
/// steps with the state, and any chunking in between give the same numbers; output t depends on all inputs up to t of its row
/// since the row was reset, and on no later one.
/// </summary>
public interface ISequenceBackbone
{
    /// <summary>Size E of one input embedding.</summary>
    long InputSize { get; }

    /// <summary>Size H of one output.</summary>
    long OutputSize { get; }

    /// <summary>A state in which no row has seen anything.</summary>
    /// <param name="batch">Rows B.</param>
    /// <param name="capacity">Steps that it must be able to remember; backbones of constant memory ignore it.</param>
    IBackboneState CreateState(long batch, long capacity);

    /// <summary>Runs over a sequence, continuing from the state where one is given, and advances that state in place.</summary>
    /// <param name="input">Embeddings [B, T, E], mask and positions.</param>
    /// <param name="state">Of this backbone's <see cref="CreateState"/>; null: nothing came before, and nothing is kept.</param>
    /// <returns>[B, T, H]</returns>
    /// <exception cref="ArgumentException">The state is another backbone's or for another batch, or a shape is wrong.</exception>
    /// <exception cref="InvalidOperationException">The steps do not fit into the state.</exception>
    Tensor Forward(SequenceInput input, IBackboneState? state = null);
}
