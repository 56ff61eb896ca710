using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>A word as numbers: one-hot, or a row of a table.</summary>
public sealed class TokenInput : Module
{
    private readonly long _words;
    private readonly Tensor? _table;

    /// <param name="words">V.</param>
    /// <param name="size">Numbers of a word in a table that learns; 0: one-hot.</param>
    /// <param name="generator">Draws the table.</param>
    public TokenInput(long words, long size, Generator? generator = null)
    {
        (_words, OutputSize) = (words, size == 0 ? words : size);
        _table = size == 0 ? null : Parameter("weight", Tensor.Randn([words, size], generator));
    }

    /// <param name="table">[V, E], such as a language model's embeddings of the words.</param>
    /// <param name="isFrozen">Whether it stays as it is.</param>
    public TokenInput(Tensor table, bool isFrozen)
    {
        (_words, OutputSize) = (table.Size(0), table.Size(1));
        _table = isFrozen ? Buffer("weight", table.Clone()) : Parameter("weight", table.Detach().Clone());
        IsGiven = true;
    }

    /// <summary>Numbers of a word.</summary>
    public long OutputSize { get; }

    /// <summary>Whether the table came from elsewhere, so that it is not drawn.</summary>
    internal bool IsGiven { get; }

    /// <param name="tokens">Integers [...].</param>
    /// <returns>[..., E]</returns>
    public Tensor Forward(Tensor tokens) => _table is null ? tokens.OneHot(_words).Float() : F.Embedding(_table, tokens);
}
