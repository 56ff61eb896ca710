namespace Reverie.Training.Algorithms;

/// <summary>The tokens that an agent makes of a frame, as they lie in it.</summary>
/// <param name="Columns">Tokens in a row of the frame.</param>
/// <param name="Vocabulary">Distinct tokens that there are.</param>
/// <param name="Tokens">Row after row.</param>
public sealed record TokenGrid(int Columns, int Vocabulary, IReadOnlyList<long> Tokens)
{
    /// <summary>Tokens as square as their number allows, which is how tokenizers of pictures lay them out.</summary>
    public static TokenGrid Square(int vocabulary, IReadOnlyList<long> tokens)
    {
        int columns = (int)Math.Sqrt(tokens.Count);
        while (columns > 1 && tokens.Count % columns != 0)
            columns--;
        return new(tokens.Count / Math.Max(1, columns), vocabulary, tokens);
    }
}
