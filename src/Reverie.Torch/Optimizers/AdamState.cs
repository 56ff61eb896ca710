namespace Reverie.Torch.Optimizers;

/// <summary>The moments of one parameter.</summary>
internal sealed class AdamState(Tensor parameter) : IDisposable
{
    /// <summary>Moving average of the gradient.</summary>
    internal Tensor Average { get; } = Tensor.ZerosLike(parameter).Detach().KeepAlive();

    /// <summary>Moving average of the squared gradient.</summary>
    internal Tensor Square { get; } = Tensor.ZerosLike(parameter).Detach().KeepAlive();

    internal long Steps { get; set; }

    public void Dispose()
    {
        Average.Dispose();
        Square.Dispose();
    }
}
