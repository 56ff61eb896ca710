using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>A mission as a vector: its words' embeddings through a GRU, the state behind its last word.</summary>
internal sealed class MissionReader : Module
{
    private const int WordWidth = 32;

    private readonly Embedding _words;
    private readonly GruCell _cell;

    internal MissionReader(int vocabulary, int width, Generator generator)
    {
        Width = width;
        _words = Child("words", new Embedding(vocabulary + 1, WordWidth, generator));
        _cell = Child("cell", new GruCell(WordWidth, width, generator));
    }

    internal int Width { get; }

    /// <param name="words">Integers [M, L], 0 behind the end.</param>
    /// <returns>[M, width]</returns>
    internal Tensor Forward(Tensor words)
    {
        var embedded = _words.Forward(words); // [M, L, E]
        var state = Tensor.Zeros([words.Size(0), Width], device: words.Device);
        for (int i = 0; i < words.Size(1); i++)
            state = Tensor.Where(words.Narrow(1, i, 1).Ne(0), _cell.Forward(embedded.Select(1, i), state), state);
        return state;
    }
}
