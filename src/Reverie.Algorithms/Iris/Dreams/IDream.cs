using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>What a world model remembers of rollouts that it imagines, and how it goes on with them. Runs without gradients.</summary>
public interface IDream : IDisposable
{
    /// <summary>Rollouts side by side, B.</summary>
    long Batch { get; }

    /// <summary>Tokens in the memory.</summary>
    long ContextLength { get; }

    /// <summary>The memory itself, for whoever looks at it; null where there is none, or nothing was read yet.</summary>
    BackboneMemory? Memory => null;

    /// <summary>Whether the memory holds another step.</summary>
    /// <param name="predictNext">Whether the step shall give the next frame.</param>
    bool HasRoom(bool predictNext);

    /// <summary>Forgets everything and looks at a frame.</summary>
    /// <param name="tokens">Integers [B, K].</param>
    void Begin(Tensor tokens);

    /// <summary>Answers an action.</summary>
    /// <param name="actions">Integers [B].</param>
    /// <param name="sampler">Draws the reward, then the end, then tokens.</param>
    /// <param name="predictNext">False leaves out of the next frame what is not there for nothing.</param>
    /// <returns>The answer, and the next frame's tokens, integers [B, K], or less where they were left out.</returns>
    (ImaginedStep Answer, Tensor Tokens) Step(Tensor actions, ITokenSampler sampler, bool predictNext);
}
