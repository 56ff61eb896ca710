using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>Predicts classes from the outputs at one kind of position.</summary>
internal sealed class Head : Module
{
    private readonly Slicer _slicer;
    private readonly Sequential _module;

    public Head(Slicer slicer, long width, long classes, Generator? generator, TokenEmbedding? words = null)
    {
        _slicer = slicer;
        Buffer("indices", Tensor.From([.. slicer.Indices]));
        _module = Child("head_module", Classifier(width, classes, generator, words));
    }

    /// <summary>The layers of a head, for whoever knows its positions otherwise.</summary>
    public static Sequential Classifier(long width, long classes, Generator? generator, TokenEmbedding? words = null) => new(
        new Linear(width, width, generator: generator), new Activation(F.Relu),
        words is null ? new Linear(width, classes, generator: generator) : new WordLogits(words, width, classes, generator));

    /// <param name="outputs">The backbone's outputs [B, T, H].</param>
    /// <param name="previous">Tokens before these.</param>
    /// <returns>Logits [B, n, classes] at the n positions of this head's kind; null where there is none.</returns>
    public Tensor? Forward(Tensor outputs, long previous)
    {
        long[] slice = _slicer.Slice(outputs.Size(1), previous);
        if (slice.Length == 0)
            return null;
        var rows = slice.Length == outputs.Size(1) ? outputs : outputs.IndexSelect(1, Tensor.From(slice).To(outputs.Device));
        return _module.Forward(rows);
    }
}
