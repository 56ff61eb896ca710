using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Reverie.WorldModels.Tokenizers.Patches;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>The tokenizer: what turns frames into tokens.</summary>
public sealed record FrameTokenizerOptions : TokenizerOptions
{
    private static readonly string UsualVq = Text(new());

    public TokenizerKind Type { get; init; } = TokenizerKind.Vq;

    /// <summary>The tokenizer of <c>type: patches</c>.</summary>
    public PatchOptions Patches { get; init; } = new();

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var broken in base.Validate(validationContext))
            yield return broken;
        if (Type != TokenizerKind.Patches && Patches != new PatchOptions())
            yield return new("{0} is given, but only {1}=patches uses it; set that, or leave it out.", [nameof(Patches), nameof(Type)]);
        if (Type == TokenizerKind.Patches && Text(this) != UsualVq)
        {
            yield return new(
                "Patches have codes of their own, so all keys of 'tokenizer' but 'patches' are for tokenizer.type=vq; leave them out, or take tokenizer=patches " +
                "alone.",
                ["type"]);
        }
        if (Type == TokenizerKind.Symbols && Text(this) != UsualVq)
        {
            yield return new(
                "The symbols of a grid world are known and exact, so all other keys of 'tokenizer' are for tokenizer.type=vq; leave them out, or take tokenizer=symbols alone.",
                ["type"]);
        }
    }

    /// <summary>All that is said of a VQ-VAE. Records with lists in them do not compare by value.</summary>
    private static string Text(TokenizerOptions options) => JsonSerializer.Serialize(options);
}
