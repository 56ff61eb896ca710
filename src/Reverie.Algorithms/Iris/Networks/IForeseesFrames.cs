using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>A world model that foresees a whole frame at once, of the frame before and the action taken in it.</summary>
internal interface IForeseesFrames
{
    /// <summary>An empty memory for a batch.</summary>
    IBackboneState CreateState(long batch);

    /// <summary>Whether a memory holds another step.</summary>
    bool HasRoom(IBackboneState state);

    /// <summary>Predictions of what follows each step, continuing from the state where one is given.</summary>
    /// <param name="tokens">Integers [B, L, K].</param>
    /// <param name="actions">Integers [B, L].</param>
    /// <param name="state">What came before; advanced in place.</param>
    /// <returns>Logits of the next frame's tokens [B, L, K, V], of the reward's sign [B, L, 3] and of the end [B, L, 2].</returns>
    (Tensor Observations, Tensor Rewards, Tensor Ends) Forward(Tensor tokens, Tensor actions, IBackboneState? state = null);
}
