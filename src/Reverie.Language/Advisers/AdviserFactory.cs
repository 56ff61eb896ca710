using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;
using Reverie.Language.Advisers.Caching;
using Reverie.Language.Advisers.Chat;
using Reverie.Language.Advisers.Choosing;
using Reverie.Language.Advisers.Gguf;
using Reverie.Language.Advisers.Limits;
using Reverie.Language.Advisers.Local;
using Reverie.Language.Advisers.Prompts;
using Reverie.Language.Advisers.Similarity;
using Reverie.Language.Hub;

namespace Reverie.Language.Advisers;

/// <summary>Makes advisers from their options.</summary>
/// <param name="variable">Looks up a variable, for the keys of endpoints; null reads the process's environment.</param>
/// <param name="warn">Is told once of each kind of failure.</param>
public sealed class AdviserFactory(Func<string, string?>? variable = null, Action<string>? warn = null)
{
    private const string OpenAi = "https://api.openai.com/v1", Ollama = "http://localhost:11434";
    private readonly Func<string, string?> _variable = variable ?? Environment.GetEnvironmentVariable;

    /// <summary>An adviser with its cache, its limits and its choice of actions.</summary>
    /// <exception cref="AdviserException">It cannot be had as it is described.</exception>
    /// <exception cref="HubException">Its model cannot be had.</exception>
    /// <exception cref="InvalidDataException">Its model is damaged.</exception>
    public ActionAdviser Create(AdviserOptions options)
    {
        var budget = new Budget(options.Limits);
        bool isCached = options.Cache.Mode != CacheMode.Off || options.Kind == AdviserKind.Cached;
        var cache = isCached ? new AdviceCache(options.Cache.File ?? AdviceCache.DefaultPath) : null;
        bool isCacheOnly = options.Cache.Mode == CacheMode.Only || options.Kind == AdviserKind.Cached;
        IAdviser? asked = null;
        try
        {
            string identity = options.Cache.Identity is { } given && isCacheOnly ? given : Identity(options);
            asked = isCacheOnly ? null : CreateAdviser(options, budget);
            var adviser = cache is null ? asked! : new CachedAdviser(cache, identity, asked, options.Cache.MissIsError);
            var owned = new List<IDisposable> { adviser };
            IChoice choice = options.Choice switch
            {
                ChoiceKind.Score => new ScoreChoice(adviser),
                ChoiceKind.List => new ListChoice(adviser),
                _ => new SimilarityChoice(adviser, CreateSimilarity(cache, owned), options.StripMarks),
            };
            if (cache is not null)
                owned.Add(cache);
            return new(identity, choice, budget, owned);
        }
        catch
        {
            asked?.Dispose();
            cache?.Dispose();
            throw;
        }
    }

    /// <summary>The chat model alone, for talking to it.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    public IChatClient CreateClient(AdviserOptions options) => options.Kind switch
    {
        AdviserKind.Openai => CreateOpenAi(options),
        AdviserKind.Ollama => new OllamaApiClient(
            new HttpClient { BaseAddress = new Uri(options.Endpoint ?? Ollama), Timeout = Timeout.InfiniteTimeSpan }, options.Model!),
        AdviserKind.Local => new LocalChatClient(LoadLocal(options), PromptTemplate.Load(options.Prompt)),
        AdviserKind.Cached => throw new AdviserException(
            "Nobody answers with adviser.kind=cached but the cache; choose openai, ollama, gguf or local to talk to."),
        _ => new LocalChatClient(GgufModel.Load(options.Model!, options.ChatTemplate), PromptTemplate.Load(options.Prompt)),
    };

    /// <summary>Who answers and how, without making it: the model's files are looked at, and no endpoint is asked.</summary>
    public string Identity(AdviserOptions options)
    {
        var prompt = PromptTemplate.Load(options.Prompt);
        string name = Name(options);
        return options.Choice == ChoiceKind.Score
            ? LocalScorer.IdentityOf(name, prompt, options.NormalizeByLength)
            : ChatAdviser.IdentityOf(name, prompt, options.Sampling);
    }

    private IAdviser CreateAdviser(AdviserOptions options, Budget budget)
    {
        var prompt = PromptTemplate.Load(options.Prompt);
        return options.Choice == ChoiceKind.Score
            ? new LocalScorer(LoadLocal(options), Name(options), prompt, options.NormalizeByLength)
            : new ChatAdviser(CreateClient(options), Name(options), prompt, options.Sampling, options.Limits, budget, warn, Key(options));
    }

    private static ISimilarity CreateSimilarity(AdviceCache? cache, List<IDisposable> owned) => new CachedSimilarity(cache, CachedSimilarity.MiniLm, () =>
    {
        var embedder = SentenceEmbedder.Load();
        owned.Add(embedder);
        return new CosineSimilarity(embedder);
    });

    private static LocalModel LoadLocal(AdviserOptions options) => LocalModel.Load(FolderOf(options.Model!), options.ChatTemplate);

    private static string FolderOf(string model)
    {
        if (Directory.Exists(model))
            return model;
        using var hub = new ModelHub();
        return hub.GetModelAsync(model).GetAwaiter().GetResult();
    }

    private static string Name(AdviserOptions options)
    {
        string kind = options.Kind.ToString().ToLowerInvariant();
        return options.Kind switch
        {
            AdviserKind.Local =>
                $"{kind}:{ShortName(options.Model!)}@{LocalModel.Fingerprint(FolderOf(options.Model!))}{(options.ChatTemplate ? "" : " plain")}",
            AdviserKind.Gguf => $"{kind}:{ShortName(options.Model!)}@{LocalModel.Fingerprint(options.Model!)}",
            _ => $"{kind}:{options.Model}",
        };
    }

    // Where a folder lies says nothing about its answers.
    private static string ShortName(string model) => Path.Exists(model) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model))) : model;

    private string? Key(AdviserOptions options) =>
        options.Kind == AdviserKind.Openai && _variable(options.KeyVariable)?.Trim() is { Length: > 0 } key ? key : null;

    private IChatClient CreateOpenAi(AdviserOptions options)
    {
        string key = Key(options) ?? (options.Endpoint is null
            ? throw new AdviserException(
                $"OpenAI wants a key; set {options.KeyVariable} in the environment or in .env, or name another endpoint: " +
                "adviser.endpoint=http://localhost:8080/v1.")
            : "none");
        var client = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions
        {
            Endpoint = new Uri(options.Endpoint ?? OpenAi),
            // Reverie tries again itself, and itself gives up.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = TimeSpan.FromSeconds(options.Limits.LongestSeconds),
        });
        return client.GetChatClient(options.Model!).AsIChatClient();
    }
}
