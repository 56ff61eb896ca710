namespace Reverie.Language.Hub;

/// <summary>
/// Models that Reverie has trained on this machine, by name: <c>reverie/grid-gpt2</c> is the folder <c>grid-gpt2</c> under
/// <c>models</c> in Reverie's cache. They need no network.
/// </summary>
/// <param name="folder">Where the models lie.</param>
public sealed class OwnModels(string folder)
{
    /// <summary>What their names begin with.</summary>
    public const string Prefix = "reverie/";

    // These have a recipe among the experiments of `reverie pretrain`.
    private static readonly string[] Recipes = ["grid-gpt2", "grid-adviser", "markov-gpt2"];

    /// <summary>Where the models lie.</summary>
    public string Folder { get; } = folder;

    /// <summary>Reverie's cache: <c>REVERIE_CACHE</c>, or <c>reverie</c> under <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>.</summary>
    /// <param name="variable">Looks up a variable; null reads the process's environment.</param>
    public static string CacheFolder(Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.GetFullPath(Text("REVERIE_CACHE") ?? Path.Combine(Text("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "reverie"));

        string? Text(string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;
    }

    /// <summary>The models of this machine's cache.</summary>
    public static OwnModels Default(Func<string, string?>? variable = null) => new(Path.Combine(CacheFolder(variable), "models"));

    /// <summary>Whether a name is that of a model of our own.</summary>
    public static bool IsName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The folder for a name, whether or not there is a model in it.</summary>
    /// <exception cref="FormatException">The name is malformed.</exception>
    public string PathOf(string name)
    {
        string own = ModelName.Parse(name).Name[Prefix.Length..];
        return Path.Combine(Folder, own);
    }

    /// <summary>The folder of a model that has been trained.</summary>
    /// <exception cref="HubException">It has not; the message says how to train it.</exception>
    /// <exception cref="FormatException">The name is malformed.</exception>
    public string Find(string name)
    {
        string path = PathOf(name);
        if (ModelFiles.FirstMissing(path) is null)
            return path;
        string own = name[Prefix.Length..];
        string recipe = Array.IndexOf(Recipes, own) >= 0 ? $"`reverie pretrain exp={own}`" : $"`reverie pretrain output.name={name}`";
        throw new HubException(HubFailure.ModelNotFound, $"{name} has not been trained on this machine yet; make it with {recipe}.");
    }
}
