using System.Net;

namespace Reverie.Language.Hub;

/// <summary>Fetches one blob: in as many parts as the network forces, checked before it gets its name.</summary>
internal sealed class BlobDownloader(HubOptions options, HubHttp http, HubProtocol protocol)
{
    private const int BufferSize = 1 << 20;

    /// <summary>Makes sure that the cache holds the blob.</summary>
    /// <returns>True where it did not hold it before.</returns>
    /// <exception cref="HubException">It could not be had whole.</exception>
    public async Task<bool> FetchAsync(HubCache cache, ModelName model, string name, HubFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var blob = cache.BlobPath(file.ETag);
        if (File.Exists(blob))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        Directory.CreateDirectory(Path.GetDirectoryName(cache.LockPath(file.ETag))!);
        using var owned = TryLock(cache.LockPath(file.ETag));
        if (File.Exists(blob))
        {
            // Another process finished it meanwhile.
            return false;
        }

        // Whoever holds the lock takes up what an earlier run left. Without it, as on file systems whose locks cannot be
        // trusted, a file of our own is always right: the last rename wins, and both have checked their bytes.
        var partial = owned is null ? $"{blob}.{Guid.NewGuid().ToString("N")[..8]}.incomplete" : blob + ".incomplete";
        try
        {
            await TransferAsync(partial, model, name, file, progress, cancellation).ConfigureAwait(false);
            if (!ContentHash.Matches(partial, file.ETag))
            {
                // What an earlier run left may have been bad; from nothing there is only one explanation.
                File.Delete(partial);
                await TransferAsync(partial, model, name, file, progress, cancellation).ConfigureAwait(false);
                if (!ContentHash.Matches(partial, file.ETag))
                {
                    File.Delete(partial);
                    throw new HubException(HubFailure.Corrupt, $"{name} of {model} does not have the hash that {options.Endpoint.Host} announces; try again or set HF_ENDPOINT to another mirror.");
                }
            }

            File.Move(partial, blob, overwrite: true);
            return true;
        }
        finally
        {
            if (owned is null)
            {
                File.Delete(partial);
            }
        }
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task TransferAsync(string partial, ModelName model, string name, HubFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var stream = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 1, useAsync: true);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > file.Size)
            {
                stream.SetLength(0);
            }

            CheckSpace(partial, name, file.Size - stream.Length);
            stream.Position = stream.Length;
            for (var failures = 0; ;)
            {
                var before = stream.Position;
                var problem = stream.Position == file.Size ? null : await ReceiveAsync(stream, model, name, file, progress, cancellation).ConfigureAwait(false);
                if (problem is null)
                {
                    await stream.FlushAsync(cancellation).ConfigureAwait(false);
                    stream.Flush(flushToDisk: true);
                    return;
                }

                failures = stream.Position > before ? 1 : failures + 1;
                if (failures >= options.Attempts)
                {
                    throw new HubException(HubFailure.Unreachable, $"The transfer of {name} of {model} broke off {failures} times without progress ({problem}); run the command again to go on from byte {stream.Position}.");
                }

                await http.WaitAsync(failures - 1, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Receives what is missing, from the stream's position on.</summary>
    /// <returns>Null when the file is complete, else what went wrong.</returns>
    private async Task<string?> ReceiveAsync(FileStream stream, ModelName model, string name, HubFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, protocol.FileAddress(model, file.Commit, name), leaveHost: true, stream.Position, cancellation).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            stream.SetLength(0);
            return "the server refused to go on where it stopped";
        }

        protocol.Check(answer, model, file.Commit, name);
        if (answer.StatusCode != HttpStatusCode.PartialContent || answer.Content.Headers.ContentRange?.From != stream.Position)
        {
            // The server sends everything again.
            stream.SetLength(0);
        }

        return await CopyAsync(answer, stream, name, file, progress, cancellation).ConfigureAwait(false);
    }

    private async Task<string?> CopyAsync(HttpResponseMessage answer, FileStream stream, string name, HubFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var buffer = new byte[BufferSize];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            while (true)
            {
                limit.CancelAfter(options.ReadTimeout);
                var count = await body.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                if (stream.Position + count > file.Size)
                {
                    stream.SetLength(0);
                    throw new HubException(HubFailure.Corrupt, $"{options.Endpoint.Host} sends more of {name} than the {file.Size} bytes that it announced; try again or set HF_ENDPOINT to another mirror.");
                }

                await stream.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
                progress?.Report(new DownloadProgress(name, stream.Position, file.Size));
            }

            return file.Size is null || stream.Position == file.Size ? null : $"{file.Size - stream.Position} bytes are missing";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"nothing came for {options.ReadTimeout.TotalSeconds} seconds";
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            return "the connection closed";
        }
    }

    private static void CheckSpace(string path, string name, long? needed)
    {
        var free = new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace;
        if (needed > free)
        {
            throw new HubException(HubFailure.DiskFull, $"{name} needs {needed} bytes and the disk of {Path.GetDirectoryName(path)} has {free}; make room or set HF_HUB_CACHE to another disk.");
        }
    }
}
