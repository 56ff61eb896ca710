using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Iris.Export;

/// <summary>Takes the first action, and remembers between which it could have chosen.</summary>
internal sealed class LogitsRecorder : ITokenSampler
{
    private Tensor? _logits;

    /// <summary>The logits of the last step, [B, A].</summary>
    internal Tensor Logits => _logits ?? throw new InvalidOperationException("Nobody has acted yet.");

    public Tensor Sample(Tensor logits)
    {
        _logits = logits.Clone().KeepAlive();
        return Tensor.Zeros([logits.Size(0)], ScalarType.Int64);
    }
}
