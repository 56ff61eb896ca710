using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Training.Tracking;

/// <summary>Sends a run to an MLflow server over its REST interface: parameters and tags at the start, metrics in batches of at most a thousand.</summary>
internal sealed class MlflowSender : BackgroundSender
{
    private const int MostMetrics = 1000, MostParameters = 100, LongestParameter = 500;

    private readonly Uri _server;
    private readonly MlflowSettings _settings;
    private readonly RunFolder _folder;
    private readonly WandbRun _run;
    private readonly string _idFile;
    private string _id = "";

    /// <param name="settings">Where and as whom.</param>
    /// <param name="folder">The run; the server's id of it is kept in <c>logs/mlflow-run-id</c>.</param>
    /// <param name="report">Told what went wrong.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">How long things may take.</param>
    internal MlflowSender(MlflowSettings settings, RunFolder folder, Action<string> report, TimeProvider time, SenderPatience? patience = null)
        : base($"MLflow ({settings.Server.Host})", report, patience ?? new(), time)
    {
        (_server, _settings, _folder, _run) = (settings.Server, settings, folder, WandbFields.RunOf(folder));
        _idFile = Path.Combine(folder.Logs, "mlflow-run-id");
        if (settings.Token is { } token)
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        else if (settings.User is { } user)
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{settings.Password}")));
        Start();
    }

    protected override async Task OpenAsync(CancellationToken cancel)
    {
        if (File.Exists(_idFile))
        {
            _id = (await File.ReadAllTextAsync(_idFile, cancel)).Trim();
            await PostAsync("runs/update", new() { ["run_id"] = _id, ["status"] = "RUNNING" }, cancel);
            return;
        }
        var created = await PostAsync("runs/create", new()
        {
            ["experiment_id"] = await ExperimentAsync(cancel),
            ["run_name"] = _run.Name,
            ["start_time"] = _run.Started.ToUnixTimeMilliseconds(),
            ["tags"] = new JsonArray([.. Tags().Select(tag => (JsonNode)new JsonObject { ["key"] = tag.Name, ["value"] = tag.Value })]),
        }, cancel);
        _id = created?["run"]?["info"]?["run_id"]?.ToString() ?? throw new TrackerException($"{Service} gave the run no id");
        await File.WriteAllTextAsync(_idFile, _id, cancel);
        foreach (var some in Parameters().Chunk(MostParameters))
        {
            await PostAsync("runs/log-batch", new()
            {
                ["run_id"] = _id,
                ["params"] = new JsonArray([.. some.Select(entry => (JsonNode)new JsonObject { ["key"] = entry.Name, ["value"] = entry.Value })]),
            }, cancel);
        }
    }

    protected override async Task SendAsync(IReadOnlyList<MetricsLine> lines, CancellationToken cancel)
    {
        var metrics = lines.SelectMany(line => line.Numbers.Where(entry => double.IsFinite(entry.Value)).Select(entry => new JsonObject
        {
            ["key"] = entry.Key,
            ["value"] = entry.Value,
            ["timestamp"] = (line.Time ?? _run.Started).ToUnixTimeMilliseconds(),
            ["step"] = (long)line.Step,
        }));
        foreach (var some in metrics.Chunk(MostMetrics))
            await PostAsync("runs/log-batch", new() { ["run_id"] = _id, ["metrics"] = new JsonArray([.. some]) }, cancel);
    }

    protected override Task CloseAsync(CancellationToken cancel) => PostAsync("runs/update", new() { ["run_id"] = _id, ["status"] = "FINISHED" }, cancel);

    private IEnumerable<(string Name, string Value)> Tags() =>
        [("mlflow.source.name", "reverie"), .. _run.Tags.Select(tag => (tag, "true")), .. _run.Group is { } group ? (IEnumerable<(string, string)>)[("group", group)] : []];

    private IEnumerable<(string Name, string Value)> Parameters() => WandbFields.ConfigOf(_folder).SelectMany(entry => Leaves(entry.Key, entry.Value));

    private static IEnumerable<(string Name, string Value)> Leaves(string name, JsonNode? node) => node is JsonObject map
        ? map.SelectMany(entry => Leaves($"{name}.{entry.Key}", entry.Value))
        : [(name, (node?.ToString() ?? "null") is var text && text.Length > LongestParameter ? text[..LongestParameter] : text)];

    private async Task<string> ExperimentAsync(CancellationToken cancel)
    {
        using var known = await Http.GetAsync(Address($"experiments/get-by-name?experiment_name={Uri.EscapeDataString(_settings.Experiment)}"), cancel);
        var body = known.StatusCode == HttpStatusCode.NotFound
            ? await PostAsync("experiments/create", new() { ["name"] = _settings.Experiment }, cancel)
            : JsonNode.Parse(await RequireAsync(known, cancel))?["experiment"];
        return body?["experiment_id"]?.ToString() ?? throw new TrackerException($"{Service} has no experiment '{_settings.Experiment}' and makes none");
    }

    private async Task<JsonNode?> PostAsync(string method, JsonObject content, CancellationToken cancel)
    {
        using var answer = await Http.PostAsJsonAsync(Address(method), content, cancel);
        return JsonNode.Parse(await RequireAsync(answer, cancel));
    }

    private Uri Address(string method) => new(_server, string.Create(CultureInfo.InvariantCulture, $"api/2.0/mlflow/{method}"));
}
