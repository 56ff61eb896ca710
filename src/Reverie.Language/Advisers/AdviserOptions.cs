using System.ComponentModel.DataAnnotations;
using Reverie.Language.Advisers.Caching;
using Reverie.Language.Advisers.Choosing;

namespace Reverie.Language.Advisers;

/// <summary>Who advises in words, and how an answer becomes an action.</summary>
public sealed record AdviserOptions : IValidatableObject
{
    /// <summary><c>local</c>, <c>openai</c>, <c>ollama</c>, <c>gguf</c> or <c>cached</c>.</summary>
    public AdviserKind Kind { get; init; }

    /// <summary>The model: a folder or a name of the hub (local), the endpoint's name for it (openai, ollama), a file (gguf).</summary>
    public string? Model { get; init; }

    /// <summary>The endpoint's address; null: OpenAI's own, or Ollama's on this machine.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The variable, of the environment or the file <c>.env</c>, that holds the endpoint's key. The key itself is never written anywhere.</summary>
    public string KeyVariable { get; init; } = "OPENAI_API_KEY";

    /// <summary>A prompt that comes with Reverie (<c>coach.1</c>, <c>grid.1</c>), or a file.</summary>
    public string Prompt { get; init; } = "coach.1";

    /// <summary>How many of the last steps a question tells before the present one, what was seen and what was done.</summary>
    [Range(0, 64)]
    public int History { get; init; }

    /// <summary>Whether a local model's chat template is applied if it has one.</summary>
    public bool ChatTemplate { get; init; } = true;

    /// <summary><c>similarity</c>, <c>score</c> or <c>list</c>.</summary>
    public ChoiceKind Choice { get; init; }

    /// <summary>With <c>score</c>: whether log-probabilities are divided by the caption's tokens.</summary>
    public bool NormalizeByLength { get; init; } = true;

    /// <summary>With <c>similarity</c>: whether list marks and quotes are taken off the lines of an answer.</summary>
    public bool StripMarks { get; init; } = true;

    public SamplingOptions Sampling { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    public CacheOptions Cache { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        bool isRemote = Kind is AdviserKind.Openai or AdviserKind.Ollama;
        if (Kind != AdviserKind.Cached && string.IsNullOrWhiteSpace(Model))
            yield return new ValidationResult($"'adviser.kind={Kind.ToString().ToLowerInvariant()}' needs adviser.model=NAME.", ["model"]);
        if (Kind == AdviserKind.Cached && string.IsNullOrWhiteSpace(Cache.Identity))
        {
            yield return new ValidationResult(
                "'adviser.kind=cached' needs adviser.cache.identity=NAME; `reverie advise --list` shows whose answers are known.", ["cache"]);
        }
        if (Choice == ChoiceKind.Score && Kind is not (AdviserKind.Local or AdviserKind.Cached))
            yield return new ValidationResult("'adviser.choice=score' needs a model of this process, adviser.kind=local; take similarity or list.", ["choice"]);
        if (Choice == ChoiceKind.List && !isRemote && Kind != AdviserKind.Cached)
            yield return new ValidationResult("'adviser.choice=list' needs an endpoint, adviser.kind=openai or ollama; take score or similarity.", ["choice"]);
        if (Endpoint is not null && !isRemote)
            yield return new ValidationResult("'adviser.endpoint' is for adviser.kind=openai or ollama; leave it out.", ["endpoint"]);
        if (Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")))
        {
            yield return new ValidationResult("'adviser.endpoint' is no address; write it as http://localhost:8080/v1.", ["endpoint"]);
        }
        else if (Endpoint is not null && new Uri(Endpoint).UserInfo.Length > 0)
        {
            yield return new ValidationResult(
                "'adviser.endpoint' holds a password, which would be written into the run; put a key into the variable that adviser.key_variable names.",
                ["endpoint"]);
        }
    }
}
