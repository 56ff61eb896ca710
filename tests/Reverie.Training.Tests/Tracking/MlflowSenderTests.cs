using System.Text.Json.Nodes;
using Reverie.Training.Tracking;

namespace Reverie.Training.Tests.Tracking;

public sealed class MlflowSenderTests : IDisposable
{
    private static readonly SenderPatience Quick = new() { FirstPause = TimeSpan.FromMilliseconds(5), Close = TimeSpan.FromSeconds(20) };
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    [Fact]
    public void Scalars_NewRunAndResumedOne_AreOneRunOfTheServer()
    {
        using var server = new StandInServer((number, request, _) => number == 2 ? null : request.Url!.AbsolutePath[^12..] switch
        {
            "/get-by-name" => (404, "{}"),
            _ when request.Url.AbsolutePath.EndsWith("experiments/create", StringComparison.Ordinal) => (200, """{"experiment_id":"5"}"""),
            _ when request.Url.AbsolutePath.EndsWith("runs/create", StringComparison.Ordinal) => (200, """{"run":{"info":{"run_id":"r1"}}}"""),
            _ => (200, "{}"),
        });
        var run = TrackedRun.Create(_folder, TimeProvider.System);
        for (int session = 0; session < 2; session++)
        {
            using var sender = new MlflowSender(new(server.Address, "grids", Token: "secret-token"), run, _said.Add, TimeProvider.System, Quick);
            sender.Scalars(session, new Dictionary<string, double> { ["loss"] = session + 0.5, ["bad"] = double.NaN });
        }

        Assert.Empty(_said);
        var taken = server.Taken.ToList();
        Assert.Single(taken, request => request.Path == "/api/2.0/mlflow/runs/create");
        Assert.Contains("\"experiment_id\":\"5\"", taken.Single(request => request.Path.EndsWith("runs/create", StringComparison.Ordinal)).Body, StringComparison.Ordinal);
        Assert.Contains(taken, request => request.Body.Contains("""{"key":"algo.lr","value":"0.5"}""", StringComparison.Ordinal));
        var metrics = taken.Select(request => JsonNode.Parse(request.Body)?["metrics"]?.AsArray()).OfType<JsonArray>().SelectMany(batch => batch).ToList();
        Assert.Equal(["loss 0 0.5", "loss 1 1.5"], metrics.Select(metric => $"{metric!["key"]} {metric["step"]} {metric["value"]}"));
        Assert.Equal(2, taken.Count(request => request.Body.Contains("FINISHED", StringComparison.Ordinal)));
        Assert.All(taken, request => Assert.Equal("Bearer secret-token", request.Authorization));
        Assert.All(
            Directory.GetFiles(run.Path, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("secret-token", File.ReadAllText(file), StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
