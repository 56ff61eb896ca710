using System.Globalization;
using System.Net;
using Reverie.Training.Metrics;

namespace Reverie.Training.Tracking;

/// <summary>
/// Sends what is logged to a server, on a thread of its own: training never waits for it and never fails by it. What cannot be sent now is
/// tried again; what the server refuses is given up with one sentence.
/// </summary>
internal abstract class BackgroundSender : IMetricsWriter
{
    private const int MostWaiting = 100_000;
    private readonly Lock _gate = new();
    private readonly List<MetricsLine> _waiting = [];
    private readonly SemaphoreSlim _news = new(0);
    private readonly CancellationTokenSource _abandon = new();
    private readonly Action<string> _report;
    private readonly SenderPatience _patience;
    private readonly TimeProvider _time;
    private Task? _work;
    private bool _isClosing;
    private bool _isGivenUp;

    /// <param name="service">Its name, for messages.</param>
    /// <param name="report">Told in one sentence what went wrong, once for each kind.</param>
    /// <param name="patience">How long things may take.</param>
    /// <param name="time">The clock.</param>
    protected BackgroundSender(string service, Action<string> report, SenderPatience patience, TimeProvider time)
    {
        (Service, _report, _patience, _time) = (service, report, patience, time);
        Http = new HttpClient { Timeout = patience.Request };
    }

    protected string Service { get; }

    protected HttpClient Http { get; }

    /// <inheritdoc/>
    public void Scalars(long step, IReadOnlyDictionary<string, double> values) => Add(new(step, _time.GetUtcNow(), new Dictionary<string, double>(values)));

    /// <summary>The sender looks after durability by trying again.</summary>
    public void Flush()
    {
    }

    public void Dispose()
    {
        lock (_gate)
            _isClosing = true;
        _news.Release();
        if (_work is { } work && !work.Wait(_patience.Close))
        {
            GiveUp($"{Service} did not take everything before the run ended");
            _abandon.Cancel();
        }
        Http.Dispose();
    }

    /// <summary>Begins to send; before that nothing is touched.</summary>
    protected void Start() => _work = Task.Run(WorkAsync);

    protected void Add(MetricsLine line)
    {
        lock (_gate)
        {
            if (_isGivenUp)
                return;
            _waiting.Add(line);
            if (_waiting.Count > MostWaiting)
                GiveUp($"{Service} takes nothing while {MostWaiting} lines wait");
        }
        _news.Release();
    }

    /// <summary>Makes the run known to the server; tried again until it is.</summary>
    protected abstract Task OpenAsync(CancellationToken cancel);

    /// <summary>Sends lines that follow those sent before. Called again with the same ones after a failure.</summary>
    protected abstract Task SendAsync(IReadOnlyList<MetricsLine> lines, CancellationToken cancel);

    /// <summary>Tells the server that the run is over.</summary>
    protected abstract Task CloseAsync(CancellationToken cancel);

    /// <summary>Refuses an answer: some for good, others until the next try.</summary>
    protected async Task<string> RequireAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        string body = await answer.Content.ReadAsStringAsync(cancel);
        if (answer.IsSuccessStatusCode)
            return body.Length > 0 ? body : throw new HttpRequestException($"{Service} answers nothing");
        bool passes = (int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        string sentence = string.Create(CultureInfo.InvariantCulture, $"{Service} answers {(int)answer.StatusCode} {answer.ReasonPhrase}");
        throw passes ? new HttpRequestException(sentence) : new TrackerException(sentence);
    }

    private async Task WorkAsync()
    {
        try
        {
            await TryAgainAsync(OpenAsync);
            while (true)
            {
                await _news.WaitAsync(_abandon.Token);
                List<MetricsLine> lines;
                bool isClosing;
                lock (_gate)
                    (lines, isClosing) = ([.. _waiting], _isClosing);
                if (lines.Count > 0)
                {
                    await TryAgainAsync(cancel => SendAsync(lines, cancel));
                    lock (_gate)
                        _waiting.RemoveRange(0, lines.Count);
                }
                if (isClosing)
                {
                    await TryAgainAsync(CloseAsync);
                    return;
                }
            }
        }
        catch (TrackerException e)
        {
            GiveUp(e.Message);
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            // The run has ended and waits no longer.
        }
        catch (Exception e)
        {
            GiveUp($"{Service} failed ({e.Message.TrimEnd('.')})");
        }
    }

    private async Task TryAgainAsync(Func<CancellationToken, Task> send)
    {
        for (var pause = _patience.FirstPause; ; pause = pause * 2 < _patience.LongestPause ? pause * 2 : _patience.LongestPause)
        {
            try
            {
                await send(_abandon.Token);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !_abandon.IsCancellationRequested)
            {
                await Task.Delay(pause, _time, _abandon.Token);
            }
        }
    }

    private void GiveUp(string reason)
    {
        lock (_gate)
        {
            if (_isGivenUp)
                return;
            _isGivenUp = true;
            _waiting.Clear();
        }
        _report($"{reason}; the run goes on, and its metrics are in its folder.");
    }
}
