using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>
/// Reads a mission and looks at a view of symbols, as in BabyAI 1.1 (Hui et al., 2020): each cell is the sum of its symbols' embeddings;
/// two residual blocks of convolutions are modulated by the mission (FiLM); the largest over all cells is what remains. Without batch
/// normalisation, so that a step looks the same when acting and when learning.
/// </summary>
internal sealed class FilmEncoder : Encoder
{
    private const int Blocks = 2;

    private readonly int _side, _group;
    private readonly Embedding _cells;
    private readonly Tensor _offsets;
    private readonly MissionReader _reader;
    private readonly Conv2d _first;
    private readonly List<(Conv2d One, Conv2d Two, Linear Scale)> _blocks = [];

    internal FilmEncoder(InputLayout layout, NetworkOptions options, Generator generator)
    {
        (_side, _group, Width) = (layout.ViewSide, layout.Group, options.Features);
        int classes = options.SymbolClasses;
        _cells = Child("cells", new Embedding(classes * _group, Width, generator));
        _offsets = Buffer("offsets", Tensor.From([.. Enumerable.Range(0, _group).Select(k => (long)k * classes)], _group), persistent: false);
        _reader = Child("mission", new MissionReader(options.Vocabulary, Width, generator));
        _first = Child("first", new Conv2d(Width, Width, 3, padding: 1, generator: generator));
        for (int i = 0; i < Blocks; i++)
        {
            _blocks.Add((
                Child($"block{i}_one", new Conv2d(Width, Width, 3, padding: 1, generator: generator)),
                Child($"block{i}_two", new Conv2d(Width, Width, 3, padding: 1, generator: generator)),
                Child($"block{i}_film", new Linear(_reader.Width, 2 * Width, generator: generator))));
        }
    }

    internal override int Width { get; }

    internal override Tensor Forward(PpoInputs inputs)
    {
        long batch = inputs.Symbols!.Size(0);
        var symbols = inputs.Symbols.Long().View(batch, _side * _side, _group) + _offsets;
        var x = _cells.Forward(symbols).Sum([2]).Transpose(1, 2).Reshape(batch, Width, _side, _side);
        var mission = _reader.Forward(inputs.Words!); // [M, width]
        x = F.Relu(_first.Forward(x));
        foreach (var (one, two, film) in _blocks)
        {
            var parts = film.Forward(mission).IndexSelect(0, inputs.Missions!).Unsqueeze(-1).Unsqueeze(-1).Chunk(2, 1); // [B, width, 1, 1]
            var y = two.Forward(F.Relu(one.Forward(x)));
            x = x + F.Relu((y * (parts[0] + 1)) + parts[1]);
        }
        return x.Flatten(2).AMax([2]);
    }
}
