namespace Reverie.Language.Hub;

/// <summary>
/// Models by name: fetched once from the Hugging Face hub or a mirror, kept in the cache that its other tools use, checked by
/// hash. Wherever a name goes, a local folder goes too.
/// </summary>
public sealed class ModelHub : IDisposable
{
    private const int Workers = 4;

    private readonly HubOptions _options;
    private readonly HubHttp _http;
    private readonly HubProtocol _protocol;
    private readonly BlobDownloader _downloader;

    /// <param name="options">Where from and where to; null reads the environment.</param>
    /// <param name="time">Clock of the waits between attempts; null is the system's.</param>
    public ModelHub(HubOptions? options = null, TimeProvider? time = null)
        : this(options ?? HubOptions.FromEnvironment(), time ?? TimeProvider.System, handler: null)
    {
    }

    internal ModelHub(HubOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        _options = options;
        _http = new HubHttp(options, handler, time);
        _protocol = new HubProtocol(options, _http);
        _downloader = new BlobDownloader(options, _http, _protocol);
    }

    /// <summary>A folder with a model's configuration, tokenizer and weights.</summary>
    /// <param name="model">
    /// A local folder, a name such as <c>openai-community/gpt2</c>, or one of Reverie's own such as <c>reverie/grid-gpt2</c> (see
    /// <see cref="OwnModels"/>). A folder that exists wins.
    /// </param>
    /// <param name="revision">Branch, tag or commit; a commit that is in the cache needs no network.</param>
    /// <param name="progress">Told of every file's progress.</param>
    /// <param name="cancellation">Ends the download; what has arrived is kept and taken up next time.</param>
    /// <exception cref="HubException">The model cannot be had; the message says what to do.</exception>
    /// <exception cref="FormatException">The name or revision is malformed.</exception>
    public async Task<string> GetModelAsync(
        string model, string revision = "main", IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (Directory.Exists(model))
            return Path.GetFullPath(model);
        if (OwnModels.IsName(model))
            return _options.OwnModels.Find(model);
        var (name, cache) = Open(model, revision);
        if (HubCache.IsCommit(revision) && IsWhole(cache, revision))
            return cache.SnapshotPath(revision);
        string commit;
        try
        {
            RefuseOffline(name);
            commit = await _protocol.CommitAsync(name, revision, cancellation);
        }
        catch (HubException e) when (MayUseCache(e))
        {
            return cache.Resolve(revision) is { } known && IsWhole(cache, known) ? cache.SnapshotPath(known) : throw WithMissing(e, cache, name, revision);
        }
        var files = ModelFiles.Select(await _protocol.FilesAsync(name, commit, cancellation));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            files, parallel, async (file, token) => await FetchAsync(cache, name, commit, file, progress, token));
        cache.Remember(revision, commit);
        return ModelFiles.FirstMissing(cache.SnapshotPath(commit)) is not { } missing
            ? cache.SnapshotPath(commit)
            : throw new HubException(
                HubFailure.FileNotFound,
                $"{name} has no {missing}, so Reverie cannot load it; choose a model with config.json and model.safetensors.");
    }

    /// <summary>The path of one file of a model.</summary>
    /// <param name="model">A local folder, or a name on the hub.</param>
    /// <param name="file">The file's name within the model.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="progress">Told of the file's progress.</param>
    /// <param name="cancellation">Ends the download.</param>
    /// <exception cref="HubException">The file cannot be had; the message says what to do.</exception>
    /// <exception cref="FormatException">The name, file or revision is malformed.</exception>
    public async Task<string> GetFileAsync(
        string model, string file, string revision = "main", IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        HubCache.CheckRelative("file", file);
        if (Directory.Exists(model) || OwnModels.IsName(model))
        {
            string folder = Directory.Exists(model) ? model : _options.OwnModels.Find(model);
            string path = Path.GetFullPath(Path.Combine(folder, file));
            return File.Exists(path) ? path : throw new HubException(HubFailure.FileNotFound, $"The folder {folder} has no file {file}; check the name.");
        }
        var (name, cache) = Open(model, revision);
        if (HubCache.IsCommit(revision) && cache.Find(revision, file) is { } pinned && cache.IsIntact(pinned))
            return pinned;
        try
        {
            RefuseOffline(name);
            return await FetchAsync(cache, name, revision, file, progress, cancellation);
        }
        catch (HubException e) when (MayUseCache(e) && cache.Resolve(revision) is { } commit && cache.Find(commit, file) is { } known)
        {
            return cache.IsIntact(known) ? known : throw Damaged(e, name, file);
        }
    }

    public void Dispose() => _http.Dispose();

    private (ModelName Name, HubCache Cache) Open(string model, string revision)
    {
        HubCache.CheckRelative("revision", revision);
        var name = ModelName.Parse(model);
        return (name, new HubCache(_options.CacheFolder, name, _options.DisableSymlinks));
    }

    private async Task<string> FetchAsync(
        HubCache cache, ModelName name, string revision, string file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        HubCache.CheckRelative("file", file);
        if (HubCache.IsCommit(revision) && cache.Find(revision, file) is { } pinned && HubCache.IsNamedByHash(pinned) && cache.IsIntact(pinned))
            return pinned;
        var head = await _protocol.HeadAsync(name, revision, file, cancellation);
        if (cache.Find(head.Commit, file) is not { } path || !cache.IsIntact(path, head))
        {
            bool isNew = await _downloader.FetchAsync(cache, new BlobRequest(name, file, head, progress), cancellation);
            path = cache.Link(head.Commit, file, head.ETag, isNew);
        }
        cache.Remember(revision, head.Commit);
        return path;
    }

    private void RefuseOffline(ModelName name)
    {
        if (_options.Offline)
        {
            throw new HubException(
                HubFailure.Offline,
                $"{name} is not in the cache {_options.CacheFolder} and HF_HUB_OFFLINE forbids the network; unset it once, or give a local folder.");
        }
    }

    private static bool MayUseCache(HubException error) =>
        error.Failure is HubFailure.Offline or HubFailure.Unreachable or HubFailure.Server or HubFailure.Gated;

    private static bool IsWhole(HubCache cache, string commit) =>
        Directory.Exists(cache.SnapshotPath(commit)) && FirstDamaged(cache, commit) is null && FirstMissing(cache.SnapshotPath(commit)) is null;

    private static string? FirstDamaged(HubCache cache, string commit) =>
        Directory.GetFiles(cache.SnapshotPath(commit)).Select(Path.GetFileName)
            .FirstOrDefault(file => cache.Find(commit, file!) is { } path && !cache.IsIntact(path));

    // An index that is damaged is as good as missing: it is to be fetched again.
    private static string? FirstMissing(string snapshot)
    {
        try
        {
            return ModelFiles.FirstMissing(snapshot);
        }
        catch (InvalidDataException)
        {
            return "a readable index of its shards";
        }
    }

    private static HubException Damaged(HubException error, ModelName name, string file) => new(
        HubFailure.Corrupt,
        $"The cached {file} of {name} is damaged (it does not have its hash) and the hub cannot be asked; fetch it again with the network on.",
        error);

    private static HubException WithMissing(HubException error, HubCache cache, ModelName name, string revision)
    {
        if (cache.Resolve(revision) is not { } commit || !Directory.Exists(cache.SnapshotPath(commit)))
            return error;
        if (FirstDamaged(cache, commit) is { } damaged)
            return Damaged(error, name, damaged);
        return FirstMissing(cache.SnapshotPath(commit)) is { } missing
            ? new HubException(
                error.Failure,
                $"The cached copy of {name} lacks {missing} and the hub cannot be asked; fetch the model again with the network on.",
                error)
            : error;
    }
}
