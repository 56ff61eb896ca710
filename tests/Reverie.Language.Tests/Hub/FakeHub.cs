using System.Security.Cryptography;
using System.Text;
using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

/// <summary>
/// A hub with one model, <c>org/tiny</c>, served over a real connection, with a storage host of its own for large files. Tests put
/// <see cref="Before"/> and <see cref="OnDownload"/> in the way to make it misbehave.
/// </summary>
internal sealed class FakeHub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TemporaryFolder _folder = new();

    public FakeHub()
    {
        Weights = new byte[300_000];
        new Random(1).NextBytes(Weights);
        Files["config.json"] = "{\"model_type\":\"gpt2\"}"u8.ToArray();
        Files["model.safetensors"] = Weights;
        Storage = new MisbehavingServer(Store);
        Server = new MisbehavingServer(request => Before(request) ?? Answer(request));
    }

    public Dictionary<string, byte[]> Files { get; } = [];

    public byte[] Weights { get; }

    public MisbehavingServer Server { get; }

    public MisbehavingServer Storage { get; }

    /// <summary>May answer any request to the hub before the hub does.</summary>
    public Func<HubRequest, HubAnswer?> Before { get; set; } = _ => null;

    /// <summary>May change the answer with a large file's bytes; the number counts the downloads.</summary>
    public Func<HubRequest, HubAnswer, int, HubAnswer> OnDownload { get; set; } = (_, answer, _) => answer;

    public int Downloads { get; private set; }

    public string CacheFolder => _folder.In("cache");

    public string RepositoryFolder => Path.Combine(CacheFolder, "models--org--tiny");

    public InstantTime Time { get; } = new();

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string GitHash(byte[] content) =>
        Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    public ModelHub Open(Func<HubOptions, HubOptions>? change = null)
    {
        var options = new HubOptions
        {
            Endpoint = Server.Address,
            CacheFolder = CacheFolder,
            ReadTimeout = TimeSpan.FromSeconds(0.3),
            AnswerTimeout = TimeSpan.FromSeconds(5)
        };
        var handler = HubHttp.CreateHandler();
        handler.UseProxy = false;
        return new ModelHub(change?.Invoke(options) ?? options, Time, handler);
    }

    public void Dispose()
    {
        Server.Dispose();
        Storage.Dispose();
        _folder.Dispose();
    }

    /// <summary>What an honest hub answers.</summary>
    public HubAnswer Answer(HubRequest request)
    {
        if (request.Path.StartsWith("/api/models/org/tiny/revision/", StringComparison.Ordinal))
            return new HubAnswer(200, Encoding.UTF8.GetBytes($"{{\"sha\":\"{Commit}\"}}"));
        if (request.Path.StartsWith($"/api/models/org/tiny/tree/{Commit}", StringComparison.Ordinal))
            return Tree(request.Path.Contains("cursor", StringComparison.Ordinal));
        string name = request.Path[(request.Path.LastIndexOf('/') + 1)..].Split('?')[0];
        return request.Path.StartsWith("/org/tiny/resolve/", StringComparison.Ordinal) && Files.TryGetValue(name, out byte[]? content)
            ? Resolve(name, content)
            : new HubAnswer(
                404)
            { Headers = { ["X-Error-Code"] = request.Path.StartsWith("/org/tiny/", StringComparison.Ordinal) ? "EntryNotFound" : "RepoNotFound" } };
    }

    // Two pages, as for models with many files.
    private HubAnswer Tree(bool second)
    {
        var half = Files.Keys.Where((_, index) => index % 2 == (second ? 1 : 0)).Select(name => $"{{\"type\":\"file\",\"path\":\"{name}\"}}");
        return new HubAnswer(200, Encoding.UTF8.GetBytes($"[{string.Join(',', half.Append("{\"type\":\"directory\",\"path\":\"onnx\"}"))}]"))
        {
            Headers = second ? [] : new() { ["Link"] = $"<{Server.Address}api/models/org/tiny/tree/{Commit}?cursor=2>; rel=\"next\"" },
        };
    }

    private HubAnswer Resolve(string name, byte[] content) => name.EndsWith(".safetensors", StringComparison.Ordinal)
        ? new HubAnswer(302)
        {
            Headers =
            {
                ["X-Repo-Commit"] = Commit,
                ["X-Linked-ETag"] = $"\"{Sha256(content)}\"",
                ["X-Linked-Size"] = $"{content.Length}",
                ["ETag"] = "\"of-the-redirect\"",
                ["Location"] = $"{Storage.Address}blob/{name}?signed=1",
            },
        }
        : new HubAnswer(200, content) { Headers = { ["X-Repo-Commit"] = Commit, ["ETag"] = $"W/\"{GitHash(content)}\"" } };

    private HubAnswer Store(HubRequest request)
    {
        byte[] content = Files[request.Path[(request.Path.LastIndexOf('/') + 1)..request.Path.IndexOf('?', StringComparison.Ordinal)]];
        var answer = request.From == 0
            ? new HubAnswer(200, content)
            : new HubAnswer(206, content[request.From..]) { Headers = { ["Content-Range"] = $"bytes {request.From}-{content.Length - 1}/{content.Length}" } };
        return OnDownload(request, answer, Downloads++);
    }
}
