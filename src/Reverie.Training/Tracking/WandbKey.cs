using Reverie.Training.Configuration;

namespace Reverie.Training.Tracking;

/// <summary>Where W&amp;B's server and the user's key are found, as its own client looks for them.</summary>
internal static class WandbKey
{
    /// <summary><c>WANDB_BASE_URL</c> from the environment or <c>.env</c>; else W&amp;B's own server.</summary>
    /// <exception cref="ConfigException">It is no http address.</exception>
    internal static Uri Server()
    {
        string address = EnvironmentVariables.Find("WANDB_BASE_URL") ?? "https://api.wandb.ai";
        return Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
            ? server
            : throw new ConfigException($"WANDB_BASE_URL is '{address}', which is no address; write https://HOST, or unset it.");
    }

    /// <summary><c>WANDB_API_KEY</c> from the environment or <c>.env</c>, else the server's password in <c>.netrc</c>; null for none.</summary>
    internal static string? Find(Uri server)
    {
        if (EnvironmentVariables.Find("WANDB_API_KEY") is { Length: > 0 } key)
            return key;
        string file = EnvironmentVariables.Find("NETRC") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".netrc");
        return File.Exists(file) ? FromNetrc(File.ReadAllText(file), server.Host) : null;
    }

    /// <summary>The password of a machine in the text of a <c>.netrc</c>.</summary>
    internal static string? FromNetrc(string text, string host)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        bool isIts = false;
        for (int i = 0; i + 1 < words.Length; i++)
        {
            if (words[i] == "machine")
                isIts = words[++i] == host;
            else if (words[i] == "password" && isIts)
                return words[i + 1];
        }
        return null;
    }
}
