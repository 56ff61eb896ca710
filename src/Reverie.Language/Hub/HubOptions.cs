using System.Globalization;

namespace Reverie.Language.Hub;

/// <summary>Where models come from and where they are kept; the defaults are those of Hugging Face's own library.</summary>
public sealed record HubOptions
{
    /// <summary>The hub or a mirror of it: <c>HF_ENDPOINT</c>.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>The cache that all tools on the machine share: <c>HF_HUB_CACHE</c>, or <c>hub</c> under <c>HF_HOME</c>.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Models that Reverie has trained itself: <c>models</c> under <c>REVERIE_CACHE</c>.</summary>
    public OwnModels OwnModels { get; init; } = OwnModels.Default();

    /// <summary>Access token, sent to the endpoint only: <c>HF_TOKEN</c>, or the file that <c>HF_TOKEN_PATH</c> names.</summary>
    public string? Token { get; init; }

    /// <summary>Use the cache alone: <c>HF_HUB_OFFLINE</c> or <c>TRANSFORMERS_OFFLINE</c>.</summary>
    public bool Offline { get; init; }

    /// <summary>Put files themselves into snapshots instead of links to blobs: <c>HF_HUB_DISABLE_SYMLINKS</c>.</summary>
    public bool DisableSymlinks { get; init; }

    /// <summary>Longest wait for the head of an answer: <c>HF_HUB_ETAG_TIMEOUT</c>, in seconds.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest pause within a transfer: <c>HF_HUB_DOWNLOAD_TIMEOUT</c>, in seconds.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a request is sent, or a broken transfer taken up without any progress, before giving up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait before the second attempt; it doubles with each further one, and the server's Retry-After overrules it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads the environment variables named above.</summary>
    /// <param name="variable">Looks up a variable; null reads the process's environment.</param>
    /// <exception cref="FormatException">A variable holds something that cannot be used.</exception>
    public static HubOptions FromEnvironment(Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        string userHome = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string cacheHome = Text("XDG_CACHE_HOME") ?? Path.Combine(userHome, ".cache");
        string home = Text("HF_HOME") ?? Path.Combine(cacheHome, "huggingface");
        return new HubOptions
        {
            Endpoint = ReadEndpoint(),
            CacheFolder = Path.GetFullPath(Expand(Text("HF_HUB_CACHE") ?? Text("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub"))),
            OwnModels = OwnModels.Default(variable),
            Token = ReadToken(),
            Offline = Flag("HF_HUB_OFFLINE") || Flag("TRANSFORMERS_OFFLINE"),
            DisableSymlinks = Flag("HF_HUB_DISABLE_SYMLINKS"),
            AnswerTimeout = Seconds("HF_HUB_ETAG_TIMEOUT"),
            ReadTimeout = Seconds("HF_HUB_DOWNLOAD_TIMEOUT"),
        };

        string? Text(string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;

        bool Flag(string name) => Text(name)?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

        string Expand(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? userHome + path[1..] : path;

        Uri ReadEndpoint() => Uri.TryCreate(Text("HF_ENDPOINT") ?? "https://huggingface.co", UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            ? uri
            : throw new FormatException($"HF_ENDPOINT is '{Text("HF_ENDPOINT")}'; set it to an address such as https://huggingface.co.");

        string? ReadToken()
        {
            string path = Expand(Text("HF_TOKEN_PATH") ?? Path.Combine(home, "token"));
            string saved = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
            string? token = Text("HF_TOKEN") ?? Text("HUGGING_FACE_HUB_TOKEN") ?? (saved.Length > 0 ? saved : null);
            if (Flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") || token is null)
                return null;
            return token.All(c => c is > ' ' and <= '~')
                ? token
                : throw new FormatException($"The access token for the hub holds blanks or letters that no token has; check HF_TOKEN or the file {path}.");
        }

        TimeSpan Seconds(string name)
        {
            string text = Text(name) ?? "10";
            bool parsed = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
            return parsed && seconds is > 0 and < 86400
                ? TimeSpan.FromSeconds(seconds)
                : throw new FormatException($"{name} is '{text}'; set it to a number of seconds above 0.");
        }
    }
}
