using System.Net;

namespace Reverie.Language.Hub;

/// <summary>Fetches one blob: in as many parts as the network forces, checked before it gets its name.</summary>
internal sealed class BlobDownloader(HubOptions options, HubHttp http, HubProtocol protocol)
{
    private const int BufferSize = 1 << 20;

    private string Host => options.Endpoint.Host;

    /// <summary>Makes sure that the cache holds the blob.</summary>
    /// <returns>True where it did not hold it before.</returns>
    /// <exception cref="HubException">It could not be had whole.</exception>
    public async Task<bool> FetchAsync(HubCache cache, BlobRequest request, CancellationToken cancellation)
    {
        string etag = request.File.ETag;
        string blob = cache.BlobPath(etag);
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        Directory.CreateDirectory(Path.GetDirectoryName(cache.LockPath(etag))!);
        using var owned = TryLock(cache.LockPath(etag));
        if (File.Exists(blob))
        {
            if (cache.IsIntact(blob, request.File))
                return false;
            File.Delete(blob);
        }
        // Whoever holds the lock takes up what an earlier run left. Without it, as on file systems whose locks cannot be
        // trusted, a file of our own is always right: the last rename wins, and both have checked their bytes.
        string partial = owned is null ? $"{blob}.{Guid.NewGuid().ToString("N")[..8]}.incomplete" : blob + ".incomplete";
        try
        {
            await TransferAsync(partial, request, cancellation);
            if (!EntityTag.Matches(partial, etag))
            {
                // What an earlier run left may have been bad; from nothing there is only one explanation.
                File.Delete(partial);
                await TransferAsync(partial, request, cancellation);
                RefuseWrongHash(partial, request);
            }
            File.Move(partial, blob, overwrite: true);
            return true;
        }
        finally
        {
            if (owned is null)
                File.Delete(partial);
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

    private void RefuseWrongHash(string partial, BlobRequest request)
    {
        if (!EntityTag.Matches(partial, request.File.ETag))
        {
            File.Delete(partial);
            throw new HubException(
                HubFailure.Corrupt,
                $"{request.Name} of {request.Model} does not have the hash that {Host} announces; try again or set HF_ENDPOINT to another mirror.");
        }
    }

    private async Task TransferAsync(string partial, BlobRequest request, CancellationToken cancellation)
    {
        long? size = request.File.Size;
        await using var stream = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 1, useAsync: true);
        if (stream.Length > size)
            stream.SetLength(0);
        CheckSpace(partial, request.Name, size - stream.Length);
        stream.Position = stream.Length;
        for (int failures = 0; ;)
        {
            long before = stream.Position;
            string? problem = stream.Position == size ? null : await ReceiveAsync(stream, request, cancellation);
            if (problem is null)
            {
                stream.Flush(flushToDisk: true);
                return;
            }
            failures = stream.Position > before ? 1 : failures + 1;
            if (failures >= options.Attempts)
            {
                throw new HubException(
                    HubFailure.Unreachable,
                    $"The transfer of {request.Name} of {request.Model} broke off {failures} times without progress ({problem}); "
                    + $"run the command again to go on from byte {stream.Position}.");
            }
            await http.WaitAsync(failures - 1, cancellation);
        }
    }

    /// <summary>Receives what is missing, from the stream's position on.</summary>
    /// <returns>Null when the file is complete, else what went wrong.</returns>
    private async Task<string?> ReceiveAsync(FileStream stream, BlobRequest request, CancellationToken cancellation)
    {
        // By commit and not by branch: the content cannot change between one part and the next.
        var (commit, address) = (request.File.Commit, protocol.FileAddress(request.Model, request.File.Commit, request.Name));
        using var answer = await http.SendAsync(HttpMethod.Get, address, leaveHost: true, stream.Position, cancellation);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            stream.SetLength(0);
            return "the server refused to go on where it stopped";
        }
        protocol.Check(answer, request.Model, commit, request.Name);
        if (answer.StatusCode != HttpStatusCode.PartialContent || answer.Content.Headers.ContentRange?.From != stream.Position)
        {
            // The server sends everything again.
            stream.SetLength(0);
        }
        return await CopyAsync(answer, stream, request, cancellation);
    }

    private async Task<string?> CopyAsync(HttpResponseMessage answer, FileStream stream, BlobRequest request, CancellationToken cancellation)
    {
        long? size = request.File.Size;
        byte[] buffer = new byte[BufferSize];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var body = await answer.Content.ReadAsStreamAsync(cancellation);
            while (true)
            {
                limit.CancelAfter(options.ReadTimeout);
                int count = await body.ReadAsync(buffer, limit.Token);
                if (count == 0)
                    return size is null || stream.Position == size ? null : $"{size - stream.Position} bytes are missing";
                if (stream.Position + count > size)
                {
                    stream.SetLength(0);
                    throw new HubException(
                        HubFailure.Corrupt,
                        $"{Host} sends more of {request.Name} than the {size} bytes that it announced; try again or set HF_ENDPOINT to another mirror.");
                }
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellation);
                request.Progress?.Report(new DownloadProgress(request.Name, stream.Position, size));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"nothing came for {options.ReadTimeout.TotalSeconds} seconds";
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            return "the connection closed";
        }
    }

    private static void CheckSpace(string path, string name, long? needed)
    {
        long free = new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace;
        if (needed > free)
        {
            throw new HubException(
                HubFailure.DiskFull,
                $"{name} needs {needed} bytes and the disk of {Path.GetDirectoryName(path)} has {free}; make room or set HF_HUB_CACHE to another disk.");
        }
    }
}
