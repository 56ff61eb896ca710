using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace Reverie.Language.Hub;

/// <summary>Sends requests: adds the token where it belongs, follows redirects, repeats what failed in passing.</summary>
internal sealed class HubHttp : IDisposable
{
    private const int MaxRedirects = 8;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);

    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<HttpResponseMessage> _retries;

    public HubHttp(HubOptions options, HttpMessageHandler? handler, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _client = new HttpClient(handler ?? CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("reverie", "0.1"));
        _client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
        _retries = options.Attempts > 1 ? BuildRetries() : ResiliencePipeline<HttpResponseMessage>.Empty;
    }

    /// <summary>The kind of handler that this class needs: it follows redirects itself, since not every host may see the token.</summary>
    public static SocketsHttpHandler CreateHandler() => new() { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None };

    /// <summary>Sends a request until an answer comes that is worth having: success, or an error that repetition would not cure.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="uri">The address.</param>
    /// <param name="leaveHost">
    /// Follow all redirects; without it, one to another host, or one that already says what the file is, is itself the answer.
    /// </param>
    /// <param name="from">First byte wanted; 0 for everything.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="HubException">No attempt was answered.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri uri, bool leaveHost, long from, CancellationToken cancellation)
    {
        try
        {
            return await _retries.ExecuteAsync(
                async token => await FollowAsync(method, uri, leaveHost, from, token), cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            throw new HubException(
                HubFailure.Unreachable,
                $"{uri.Host} could not be reached ({e.Message.TrimEnd('.')}); check the network, set HF_ENDPOINT to a mirror, or give a local folder.",
                e);
        }
    }

    /// <summary>Waits before taking up a broken transfer again.</summary>
    public Task WaitAsync(int attempt, CancellationToken cancellation) => Task.Delay(Backoff(attempt), _time, cancellation);

    public void Dispose() => _client.Dispose();

    private ResiliencePipeline<HttpResponseMessage> BuildRetries() =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = _options.Attempts - 1,
                ShouldHandle = arguments => ValueTask.FromResult(IsPassing(arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(RetryAfter(arguments.Outcome.Result) ?? Backoff(arguments.AttemptNumber)),
                OnRetry = arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();

    private TimeSpan Backoff(int attempt) => _options.RetryDelay * Math.Pow(2, Math.Min(attempt, 6));

    private TimeSpan? RetryAfter(HttpResponseMessage? answer) => answer?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Shorter(delta),
        { Date: { } date } => Shorter(date - _time.GetUtcNow()),
        _ => null,
    };

    private static TimeSpan Shorter(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestRetryAfter ? wait : LongestRetryAfter;

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutException || outcome.Result?.StatusCode is
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private async Task<HttpResponseMessage> FollowAsync(HttpMethod method, Uri uri, bool leaveHost, long from, CancellationToken cancellation)
    {
        for (int hop = 0; hop <= MaxRedirects; hop++)
        {
            var answer = await SendOnceAsync(method, uri, from, cancellation);
            if ((int)answer.StatusCode is not (>= 300 and < 400) || answer.Headers.Location is not { } location)
                return answer;
            if (!Uri.TryCreate(uri, location, out var target) || (target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp))
                return answer;
            if (!leaveHost && (SaysAll(answer) || !StaysOnHost(uri, target)))
                return answer;
            answer.Dispose();
            if (uri.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps)
            {
                throw new HubException(
                    HubFailure.Server,
                    $"{uri.Host} redirects to the unencrypted address {target.Host}; set HF_ENDPOINT to a mirror that does not.");
            }
            uri = target;
        }
        throw new HubException(HubFailure.Server, $"{uri.Host} redirects more than {MaxRedirects} times; check HF_ENDPOINT.");
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri uri, long from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, uri);
        if (_options.Token is { } token && IsSameHost(uri, _options.Endpoint))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.AnswerTimeout);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {_options.AnswerTimeout.TotalSeconds} seconds", e);
        }
    }

    // The redirect to the storage of large files carries what is asked for; the storage itself may not.
    private static bool SaysAll(HttpResponseMessage answer) => answer.Headers.Contains("X-Repo-Commit") && answer.Headers.Contains("X-Linked-ETag");

    private static bool StaysOnHost(Uri from, Uri to) => IsSameHost(from, to)
        || (from.Scheme == Uri.UriSchemeHttp && to.Scheme == Uri.UriSchemeHttps && string.Equals(from.Host, to.Host, StringComparison.OrdinalIgnoreCase));

    private static bool IsSameHost(Uri a, Uri b) => a.Scheme == b.Scheme && string.Equals(a.Authority, b.Authority, StringComparison.OrdinalIgnoreCase);
}
