using Reverie.Torch.Native;

namespace Reverie.Torch;

public static partial class F
{
    private static readonly Operator CrossEntropyOp = new("aten::cross_entropy_loss");
    private static readonly Operator TokenLossOp = new("reverie::token_loss");
    private static readonly Operator MseLossOp = new("aten::mse_loss");
    private static readonly Operator L1LossOp = new("aten::l1_loss");
    private static readonly Operator BinaryCrossEntropyOp = new("aten::binary_cross_entropy_with_logits");

    /// <summary>-log softmax(logits)[target], averaged over the rows whose target is not <paramref name="ignoreIndex"/>.</summary>
    /// <param name="logits">[N, C]</param>
    /// <param name="targets">integers [N], or probabilities [N, C]</param>
    /// <param name="reduction">How rows are put together.</param>
    /// <param name="ignoreIndex">The target that does not count.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean, long ignoreIndex = -100) =>
        Aten.Call(CrossEntropyOp, logits, targets, Value.None, (int)reduction, ignoreIndex);

    /// <summary>-log softmax(logits)[target] of each row over a large vocabulary, in single precision; on the CPU without a matrix of probabilities.</summary>
    /// <param name="logits">[N, V]</param>
    /// <param name="targets">Integers [N].</param>
    /// <param name="ignoreIndex">The target whose row gives 0.</param>
    /// <returns>[N]</returns>
    public static Tensor TokenLosses(Tensor logits, Tensor targets, long ignoreIndex = -100) =>
        logits.Device.IsCpu && logits.DType is (ScalarType.Float32 or ScalarType.BFloat16)
            ? Aten.Call(TokenLossOp, logits.Contiguous(), targets.Contiguous(), ignoreIndex)
            : CrossEntropy(logits.DType == ScalarType.Float64 ? logits : logits.Float(), targets, Reduction.None, ignoreIndex);

    public static Tensor MseLoss(Tensor x, Tensor target, Reduction reduction = Reduction.Mean) => Aten.Call(MseLossOp, x, target, (int)reduction);

    public static Tensor L1Loss(Tensor x, Tensor target, Reduction reduction = Reduction.Mean) => Aten.Call(L1LossOp, x, target, (int)reduction);

    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor target, Reduction reduction = Reduction.Mean) =>
        Aten.Call(BinaryCrossEntropyOp, logits, target, Value.None, Value.None, (int)reduction);
}
