using Reverie.Torch.Native;

namespace Reverie.Torch;

public static partial class F
{
    private static readonly Operator SymbolSumOp = new("reverie::symbol_sum");

    /// <summary>
    /// A linear layer over one-hot symbols, as a sum of its weight's rows: each symbol has rows of its own, one a value. On the CPU symbols
    /// that often stand together are summed once for the whole batch.
    /// </summary>
    /// <param name="table">[rows, width]: what a linear layer's weight is transposed.</param>
    /// <param name="bias">[width] or null</param>
    /// <param name="symbols">Bytes [B, K].</param>
    /// <param name="starts">Integers [K + 1]: the row of value 0 of each symbol, and the number of rows.</param>
    /// <param name="group">How many symbols next to each other belong together, such as the three of a grid world's cell; 1 to 8.</param>
    /// <returns>[B, width]</returns>
    /// <exception cref="TorchException">A symbol's value has no row.</exception>
    public static Tensor SymbolSum(Tensor table, Tensor? bias, Tensor symbols, Tensor starts, int group)
    {
        if (table.Device.IsCpu)
            return Aten.Call(SymbolSumOp, table, bias, symbols, starts, group);
        long count = symbols.Size(1);
        var rows = symbols.Long() + starts.Narrow(0, 0, count);
        var sum = table.IndexSelect(0, rows.Flatten()).View(symbols.Size(0), count, table.Size(1)).Sum([1]);
        return bias is null ? sum : sum + bias;
    }
}
