using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Training.Tracking;

/// <summary>Streams a run to W&amp;B: the run by its GraphQL interface, then history and summary as lines of its file stream.</summary>
internal sealed class WandbSender : BackgroundSender
{
    private const string Upsert = """
        mutation UpsertBucket($name: String, $project: String, $entity: String, $groupName: String, $displayName: String, $notes: String, $config: JSONString,
            $host: String, $jobType: String, $tags: [String!]) {
          upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, groupName: $groupName, displayName: $displayName, notes: $notes,
              config: $config, host: $host, jobType: $jobType, tags: $tags}) {
            bucket { id name project { name entity { name } } }
          }
        }
        """;

    private readonly Uri _server;
    private readonly WandbRun _run;
    private readonly JsonObject _config;
    private string _stream = "";
    private long _sent;

    /// <param name="server">Such as <c>https://api.wandb.ai</c>.</param>
    /// <param name="key">The user's key; it is sent and never written.</param>
    /// <param name="folder">The run.</param>
    /// <param name="before">What was logged before and still counts; it is sent again, in the same places.</param>
    /// <param name="report">Told what went wrong.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">How long things may take.</param>
    internal WandbSender(
        Uri server, string key, RunFolder folder, IEnumerable<MetricsLine> before, Action<string> report, TimeProvider time, SenderPatience? patience = null)
        : base($"W&B ({server.Host})", report, patience ?? new(), time)
    {
        (_server, _run) = (server, WandbFields.RunOf(folder));
        _config = new(WandbFields.ConfigOf(folder).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonObject { ["value"] = entry.Value })));
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"api:{key}")));
        foreach (var line in before)
            Add(line);
        Start();
    }

    protected override async Task OpenAsync(CancellationToken cancel)
    {
        var request = new JsonObject
        {
            ["query"] = Upsert,
            ["variables"] = new JsonObject
            {
                ["name"] = _run.Id,
                ["project"] = _run.Project,
                ["entity"] = _run.Entity,
                ["groupName"] = _run.Group,
                ["displayName"] = _run.Name,
                ["notes"] = _run.Notes,
                ["config"] = _config.ToJsonString(),
                ["host"] = _run.Host,
                ["jobType"] = _run.JobType,
                ["tags"] = new JsonArray([.. _run.Tags.Select(tag => (JsonNode)tag)]),
            },
        };
        using var answer = await Http.PostAsJsonAsync(new Uri(_server, "graphql"), request, cancel);
        var body = ParseAnswer(await RequireAsync(answer, cancel));
        var project = body?["data"]?["upsertBucket"]?["bucket"]?["project"]
            ?? throw new TrackerException($"{Service} did not accept the run ({body?["errors"]?[0]?["message"]?.ToString() ?? "no reason given"})");
        string entity = project["entity"]?["name"]?.ToString() ?? _run.Entity ?? "";
        _stream = $"files/{Uri.EscapeDataString(entity)}/{Uri.EscapeDataString(project["name"]?.ToString() ?? _run.Project ?? "")}/{_run.Id}/file_stream";
    }

    protected override async Task SendAsync(IReadOnlyList<MetricsLine> lines, CancellationToken cancel)
    {
        var rows = lines.Select((line, index) => WandbFields.Row(line, _sent + index, _run.Started)).ToList();
        await PostAsync(new JsonObject
        {
            ["files"] = new JsonObject
            {
                ["wandb-history.jsonl"] = Content(_sent, rows.Select(Line)),
                ["wandb-summary.json"] = Content(0, [Line(rows[^1])]),
            },
        }, cancel);
        _sent += lines.Count;
    }

    protected override Task CloseAsync(CancellationToken cancel) => PostAsync(new JsonObject { ["complete"] = true, ["exitcode"] = 0 }, cancel);

    private async Task PostAsync(JsonObject content, CancellationToken cancel)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri(_server, _stream), content, cancel);
        await RequireAsync(answer, cancel);
    }

    private static JsonNode? ParseAnswer(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Content(long offset, IEnumerable<string> lines) =>
        new() { ["offset"] = offset, ["content"] = new JsonArray([.. lines.Select(line => (JsonNode)line)]) };

    private static string Line(IReadOnlyList<(string Name, string Json)> row) =>
        $"{{{string.Join(',', row.Select(item => $"{JsonSerializer.Serialize(item.Name)}:{item.Json}"))}}}";
}
