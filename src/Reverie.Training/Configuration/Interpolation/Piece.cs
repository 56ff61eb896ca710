namespace Reverie.Training.Configuration.Interpolation;

/// <summary>A part of a text with interpolations.</summary>
/// <param name="Source">What was written.</param>
internal abstract record Piece(string Source)
{
    /// <summary>Text that stands for itself.</summary>
    public sealed record Literal(string Text) : Piece(Text);

    /// <summary><c>${a.b[0]}</c>, or <c>${..a}</c> with two dots.</summary>
    public sealed record Reference(string Source, int Dots, IReadOnlyList<Piece> Keys) : Piece(Source);

    /// <summary><c>${oc.env:NAME,default}</c>: a resolver with its arguments.</summary>
    public sealed record Call(string Source, IReadOnlyList<Piece> Name, IReadOnlyList<Argument> Arguments) : Piece(Source);
}
