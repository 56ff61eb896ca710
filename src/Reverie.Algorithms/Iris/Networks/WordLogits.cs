using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>How likely each observation token is, by how near the word that it stands for is to what a layer makes of the output.</summary>
internal sealed class WordLogits : Layer
{
    private readonly TokenEmbedding _words;
    private readonly Linear _projection;
    private readonly Tensor _bias;

    /// <param name="words">The table, which rests; it stays the language model's.</param>
    /// <param name="input">Numbers of an output.</param>
    /// <param name="tokens">Distinct observation tokens, V: the first words.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public WordLogits(TokenEmbedding words, long input, long tokens, Generator? generator)
    {
        _words = words;
        _projection = Child("projection", new Linear(input, words.Size, generator: generator));
        _bias = Parameter("bias", Tensor.Zeros([tokens]));
    }

    /// <param name="x">[..., input]</param>
    /// <returns>[..., V]</returns>
    public override Tensor Forward(Tensor x) => F.Linear(_projection.Forward(x), _words.Weight.Narrow(0, 0, _bias.Size(0)).Float()) + _bias;

    public override OnnxValue Forward(OnnxValue x) => throw new NotSupportedException("A world model is not exported, only its policy.");
}
