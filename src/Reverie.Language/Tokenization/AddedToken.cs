namespace Reverie.Language.Tokenization;

/// <summary>A token that is cut out of the text before any splitting or merging.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
public sealed record AddedToken(int Id, string Content)
{
    /// <summary>A control token, such as the end of a text, that readers of decoded text may want left out.</summary>
    public bool Special { get; init; }

    /// <summary>Looked for in the normalised text instead of the raw one.</summary>
    public bool Normalized { get; init; }

    /// <summary>Only where neither neighbour is a word character (<c>\w</c>: letters, marks, digits, underscores and the like).</summary>
    public bool SingleWord { get; init; }

    /// <summary>Swallows the white space to its left.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>Swallows the white space to its right.</summary>
    public bool RightStrip { get; init; }
}
