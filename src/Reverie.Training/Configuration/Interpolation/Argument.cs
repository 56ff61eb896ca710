namespace Reverie.Training.Configuration.Interpolation;

/// <summary>An argument of a resolver.</summary>
internal abstract record Argument
{
    /// <summary>A text with interpolations in it, in quotes.</summary>
    public sealed record Quoted(IReadOnlyList<Piece> Pieces) : Argument;

    /// <summary>An unquoted word; interpolations may be parts of it.</summary>
    /// <param name="Pieces">Its parts.</param>
    /// <param name="Value">What it stands for, where it has no interpolations.</param>
    public sealed record Word(IReadOnlyList<Piece> Pieces, object? Value) : Argument;

    /// <summary><c>[a, b]</c>.</summary>
    public sealed record List(IReadOnlyList<Argument> Items) : Argument;

    /// <summary><c>{a: 1, b: 2}</c>.</summary>
    public sealed record Map(IReadOnlyList<KeyValuePair<string, Argument>> Items) : Argument;
}
