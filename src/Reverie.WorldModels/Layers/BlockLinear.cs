using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>A linear map in independent blocks: each part of the output sees its own part of the input. Weight [out / G, in / G, G], bias [out].</summary>
public sealed class BlockLinear : Module
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    /// <param name="input">Numbers of an input, all blocks together.</param>
    /// <param name="output">Numbers of an output, all blocks together.</param>
    /// <param name="blocks">G, which divides both.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public BlockLinear(long input, long output, long blocks, Generator? generator = null)
    {
        if (blocks < 1 || input % blocks != 0 || output % blocks != 0)
            throw new ArgumentException($"{blocks} blocks do not divide {input} and {output} numbers.", nameof(blocks));
        Blocks = blocks;
        _weight = Parameter("weight", Init.FanIn([output / blocks, input / blocks, blocks], input / blocks, generator));
        _bias = Parameter("bias", Tensor.Zeros([output]));
    }

    /// <summary>G.</summary>
    public long Blocks { get; }

    /// <param name="x">Block by block, [B, G, in / G].</param>
    /// <returns>[B, G, out / G]</returns>
    public Tensor Forward(Tensor x) =>
        x.Transpose(0, 1).MatMul(_weight.Permute(2, 1, 0)).Transpose(0, 1) + _bias.View(Blocks, -1);
}
