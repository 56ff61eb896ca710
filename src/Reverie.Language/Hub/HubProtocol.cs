using System.Globalization;
using System.Net;
using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Hub;

/// <summary>The hub's addresses and answers: what a revision is, which files it has, and where a file's bytes are.</summary>
internal sealed class HubProtocol(HubOptions options, HubHttp http)
{
    private const int MaxPages = 1000;
    private const int MaxAnswer = 64 << 20;

    private string Host => options.Endpoint.Host;

    public Uri FileAddress(ModelName model, string revision, string file) =>
        Address($"{model}/resolve/{Uri.EscapeDataString(revision)}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}");

    /// <summary>Asks for a file's commit, tag and size.</summary>
    /// <exception cref="HubException">The hub refuses, or does not speak its protocol.</exception>
    public async Task<HubFile> HeadAsync(ModelName model, string revision, string file, CancellationToken cancellation)
    {
        // A redirect to another host is the storage of large files; the answer before it carries what we need.
        var address = FileAddress(model, revision, file);
        using var answer = await http.SendAsync(HttpMethod.Head, address, leaveHost: false, from: 0, cancellation);
        bool redirected = (int)answer.StatusCode is >= 300 and < 400;
        if (!redirected)
            Check(answer, model, revision, file);
        string? commit = Header(answer, "X-Repo-Commit");
        string? etag = Normalize(Header(answer, "X-Linked-ETag") ?? Header(answer, "ETag"));
        if (commit is null || !HubCache.IsCommit(commit) || etag is null)
        {
            throw redirected && answer.Headers.Location is { IsAbsoluteUri: true } elsewhere && elsewhere.Host != address.Host
                ? new HubException(
                    HubFailure.Server,
                    $"{Host} sends requests for {file} on to {elsewhere.Host} without saying what the file is; set HF_ENDPOINT to the hub itself.")
                : NotAHub($" (no commit or entity tag for {file})");
        }
        long? size = long.TryParse(Header(answer, "X-Linked-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long linked) ? linked
            : redirected ? null : answer.Content.Headers.ContentLength;
        return new HubFile(commit, etag, size);
    }

    /// <summary>The commit that a revision stands for.</summary>
    public async Task<string> CommitAsync(ModelName model, string revision, CancellationToken cancellation)
    {
        var address = Address($"api/models/{model}/revision/{Uri.EscapeDataString(revision)}");
        var (root, _) = await JsonAsync(address, model, revision, cancellation);
        return Text(root, "sha") is { } commit && HubCache.IsCommit(commit) ? commit : throw NotAHub();
    }

    /// <summary>The names of all files of a commit.</summary>
    public async Task<List<string>> FilesAsync(ModelName model, string commit, CancellationToken cancellation)
    {
        var files = new List<string>();
        var next = Address($"api/models/{model}/tree/{commit}?recursive=true");
        for (int page = 0; next is not null && page < MaxPages; page++)
        {
            (var root, next) = await JsonAsync(next, model, commit, cancellation);
            if (root.ValueKind != JsonValueKind.Array)
                throw NotAHub();
            files.AddRange(root.EnumerateArray().Where(entry => Text(entry, "type") == "file").Select(entry => Text(entry, "path") ?? throw NotAHub()));
        }
        // A name that leads elsewhere is nothing that a model needs.
        return next is null ? [.. files.Where(HubCache.IsRelative)] : throw NotAHub($" (more than {MaxPages} pages of files)");
    }

    /// <summary>Turns an error answer into the exception that says what to do.</summary>
    public void Check(HttpResponseMessage answer, ModelName model, string revision, string? file)
    {
        if (answer.IsSuccessStatusCode)
            return;
        string? code = Header(answer, "X-Error-Code");
        throw (answer.StatusCode, code) switch
        {
            (_, "GatedRepo") or (HttpStatusCode.Forbidden, _) => new HubException(
                HubFailure.Gated,
                $"{model} is gated: accept its terms at {Address(model.Name)} and set HF_TOKEN to a token of that account."),
            (_, "RevisionNotFound") => new HubException(
                HubFailure.RevisionNotFound,
                $"{model} has no revision '{revision}'; give a branch, tag or full commit that it has."),
            (_, "EntryNotFound") => new HubException(
                HubFailure.FileNotFound,
                $"{model} has no file '{file}' in revision '{revision}'; check the name."),
            (HttpStatusCode.NotFound, null) when file is not null => new HubException(
                HubFailure.FileNotFound,
                $"{Host} has no file '{file}' of {model} in revision '{revision}'; check the names."),
            (HttpStatusCode.Unauthorized or HttpStatusCode.NotFound, _) => new HubException(
                HubFailure.ModelNotFound,
                $"{Host} has no model {model} that is open to {(options.Token is null ? "everyone" : "this token")}; "
                + "check the spelling, or set HF_TOKEN if it is private."),
            _ => new HubException(
                HubFailure.Server,
                $"{Host} answered {(int)answer.StatusCode} for {model}{Detail(answer)}; try again later or set HF_ENDPOINT to a mirror."),
        };
    }

    private static string Detail(HttpResponseMessage answer) => Header(answer, "X-Error-Message") is { } message ? $" ({message.TrimEnd('.')})" : "";

    private Uri Address(string path) => new(options.Endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);

    private async Task<(JsonElement Root, Uri? Next)> JsonAsync(Uri address, ModelName model, string revision, CancellationToken cancellation)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, address, leaveHost: true, from: 0, cancellation);
        Check(answer, model, revision, file: null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.ReadTimeout);
        try
        {
            await answer.Content.LoadIntoBufferAsync(MaxAnswer, limit.Token);
            byte[] bytes = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            return (TextGuard.Json(bytes, address.Host), NextPage(answer, address));
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new HubException(HubFailure.Server, NotAHub().Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new HubException(HubFailure.Unreachable, $"The answer of {address.Host} broke off; try again.", e);
        }
    }

    // Link: <https://...>; rel="next"
    private static Uri? NextPage(HttpResponseMessage answer, Uri current)
    {
        string? link = Header(answer, "Link");
        if (link is null || !link.Contains("rel=\"next\"", StringComparison.Ordinal))
            return null;
        var (open, close) = (link.IndexOf('<'), link.IndexOf('>'));
        return open >= 0 && close > open && Uri.TryCreate(current, link[(open + 1)..close], out var next) && next.Authority == current.Authority
            ? next
            : null;
    }

    private HubException NotAHub(string detail = "") => new(HubFailure.Server, $"{Host} does not answer like a model hub{detail}; check HF_ENDPOINT.");

    private static string? Text(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? values.First() : null;

    // The tag becomes a file name, so nothing but the characters of hashes may be in it.
    private static string? Normalize(string? etag)
    {
        string bare = etag?.Trim() ?? "";
        bare = (bare.StartsWith("W/", StringComparison.Ordinal) ? bare[2..] : bare).Trim('"');
        return bare.Length is > 0 and <= 128 && bare.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? bare : null;
    }
}
