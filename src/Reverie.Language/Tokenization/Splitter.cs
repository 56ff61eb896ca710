using System.Text.Json.Nodes;

namespace Reverie.Language.Tokenization;

/// <summary>Cuts text into the pieces within which merges may happen.</summary>
/// <remarks>
/// The patterns that tokenizer files name are written out by hand: exact on all of Unicode, linear in time, without allocation.
/// </remarks>
internal abstract class Splitter
{
    /// <summary>The stage as <c>tokenizer.json</c> writes it.</summary>
    public abstract JsonObject ToJson();

    /// <summary>Length of the first piece of a text that is not empty; at least one.</summary>
    public abstract int FirstPiece(ReadOnlySpan<char> text);

    protected static JsonObject SplitBy(string pattern) =>
        new() { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated", ["invert"] = false };
}
