using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>How words that an environment says go in, and how much their prediction counts.</summary>
public sealed record TokenOptions : IValidatableObject
{
    /// <summary><c>one_hot</c>, <c>learned</c> (a table that learns), or <c>language_model</c> (the mean of a language model's embeddings of the word).</summary>
    public TokenEmbedding Embedding { get; init; } = TokenEmbedding.OneHot;

    /// <summary>Numbers of a word with <c>learned</c>.</summary>
    [Range(1, 65_536)]
    public int Size { get; init; } = 64;

    /// <summary>With <c>language_model</c>: a folder in Hugging Face's layout, or a name such as <c>reverie/grid-gpt2</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Branch, tag or commit of a model that is named.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>With <c>language_model</c>: whether the embeddings stay as they are.</summary>
    public bool Frozen { get; init; } = true;

    /// <summary>Weight of the prediction of words.</summary>
    [Range(0.0, 1e6)]
    public double Scale { get; init; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Embedding == TokenEmbedding.LanguageModel != Name is not null)
            yield return new("'token.name' is the language model of token.embedding=language_model; give both, or neither.", ["name"]);
    }
}

/// <summary>What a word is to the encoder.</summary>
public enum TokenEmbedding
{
    /// <summary>One number for each word there is.</summary>
    OneHot,

    /// <summary>A row of a table that learns.</summary>
    Learned,

    /// <summary>The mean of a language model's embeddings of the word.</summary>
    LanguageModel,
}
