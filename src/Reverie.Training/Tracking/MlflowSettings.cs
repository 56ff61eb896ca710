using Reverie.Training.Configuration;

namespace Reverie.Training.Tracking;

/// <summary>An MLflow server, as MLflow's own clients are told of it: by environment variables, here also from <c>.env</c>.</summary>
/// <param name="Server"><c>MLFLOW_TRACKING_URI</c>, ending in a slash.</param>
/// <param name="Experiment"><c>MLFLOW_EXPERIMENT_NAME</c>, or the run's project.</param>
/// <param name="User"><c>MLFLOW_TRACKING_USERNAME</c>.</param>
/// <param name="Password"><c>MLFLOW_TRACKING_PASSWORD</c>.</param>
/// <param name="Token"><c>MLFLOW_TRACKING_TOKEN</c>.</param>
internal sealed record MlflowSettings(Uri Server, string Experiment, string? User = null, string? Password = null, string? Token = null)
{
    /// <summary>What the environment says; null where it names no server.</summary>
    /// <exception cref="ConfigException">It names something else than an http address.</exception>
    internal static MlflowSettings? Find(string? project)
    {
        if (EnvironmentVariables.Find("MLFLOW_TRACKING_URI") is not { Length: > 0 } address)
            return null;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw new ConfigException($"MLFLOW_TRACKING_URI is '{address}', but only http and https servers are known; write http://HOST:PORT, or unset it.");
        return new(
            server, EnvironmentVariables.Find("MLFLOW_EXPERIMENT_NAME") ?? project ?? "reverie", EnvironmentVariables.Find("MLFLOW_TRACKING_USERNAME"),
            EnvironmentVariables.Find("MLFLOW_TRACKING_PASSWORD"), EnvironmentVariables.Find("MLFLOW_TRACKING_TOKEN"));
    }
}
