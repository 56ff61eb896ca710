namespace Reverie.Torch.Sequences;

/// <summary>
/// What a backbone remembers of each row of a batch: a key/value cache, a state-space state, a hidden state. The rows are fed
/// together, but each has a past of its own: <see cref="Reset"/> makes some of them new while the others go on. Outlives tensor
/// scopes until disposed.
/// </summary>
public interface IBackboneState : IDisposable
{
    /// <summary>Rows B.</summary>
    long Batch { get; }

    /// <summary>
    /// Steps S that were fed and are still held, the same for all rows: an attention mask covers them before the new ones. A row
    /// that was reset sees only those since then.
    /// </summary>
    long Length { get; }

    /// <summary>
    /// Whether gradients flow from a later call into what an earlier one was fed. True for recurrent cells: calls in a row are one
    /// graph until <see cref="Detach"/>, as truncated back-propagation through time wants it. False for caches, which hold numbers:
    /// a call's gradients end at its own steps, and a whole sequence has to be one call.
    /// </summary>
    bool CarriesGradients { get; }

    /// <summary>Whether some rows were reset apart from the others, so that positions may differ.</summary>
    bool RowsDiffer { get; }

    /// <summary>Steps that each row has seen since it was made or reset, which is the position of its next one: integers [B].</summary>
    Tensor Positions();

    /// <summary>Ends the graph here: later gradients stop at this state, whose numbers stay. Nothing happens where none are carried.</summary>
    void Detach();

    /// <summary>Forgets everything, without giving memory back.</summary>
    void Clear();

    /// <summary>
    /// Makes some rows behave as new ones from the next step on, without a word to the others, whose numbers stay bit for bit (on
    /// the CPU). A reset row counts its positions from 0 again and sees none of its former steps; no gradient flows into them. A
    /// cache keeps their memory until it is full and then gives up the steps that no row sees any more, by which
    /// <see cref="Length"/> falls.
    /// </summary>
    /// <param name="rows">Truth values [B], or integers [n].</param>
    void Reset(Tensor rows);

    /// <summary>
    /// Keeps only these rows, in this order; a row may be taken several times, which lets one past go on in several ways. Gradients
    /// that are carried flow on.
    /// </summary>
    /// <param name="rows">Integers [B'], or truth values [B].</param>
    void SelectRows(Tensor rows);

    /// <summary>An independent copy; gradients that are carried flow through it into the same past.</summary>
    IBackboneState Clone();

    /// <summary>
    /// Everything by name, for a checkpoint: values without history, which are good until the next call with this state.
    /// </summary>
    IReadOnlyDictionary<string, Tensor> StateDict();

    /// <summary>Takes over what <see cref="StateDict"/> of a state of the same backbone and batch gave.</summary>
    /// <exception cref="TorchException">Something is missing, unknown or of another shape; nothing has changed then.</exception>
    void LoadStateDict(IReadOnlyDictionary<string, Tensor> state);
}
