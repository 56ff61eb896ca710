using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Reverie.Language.Advisers.Limits;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Chat;

/// <summary>
/// A chat model as an adviser: not too many requests a second, again where a failure may pass, not at all where it would not help or
/// costs too much. No failure leaves it but as an answer that says nothing.
/// </summary>
public sealed class ChatAdviser : IAdviser
{
    private const double MillisecondsPerSecond = 1000;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(30);

    private readonly IChatClient _client;
    private readonly ChatExchange _exchange;
    private readonly LimitOptions _limits;
    private readonly Budget _budget;
    private readonly FailurePause _pause;
    private readonly TokenBucketRateLimiter _rate;
    private readonly ResiliencePipeline _retries;
    private readonly Action<string> _warn;
    private readonly string? _secret;
    private readonly HashSet<AnswerFailure> _told = [];
    private volatile bool _isRefused;

    /// <param name="client">The chat model; the adviser owns it.</param>
    /// <param name="model">Whose answers they are: what a cache tells apart.</param>
    /// <param name="prompt">What goes with every question.</param>
    /// <param name="sampling">How it answers.</param>
    /// <param name="limits">How much and how long it may be asked.</param>
    /// <param name="budget">What is spent already.</param>
    /// <param name="warn">Is told once of each kind of failure.</param>
    /// <param name="secret">A key that must not be seen in warnings.</param>
    /// <param name="time">The clock.</param>
    public ChatAdviser(IChatClient client, string model, PromptTemplate prompt, SamplingOptions sampling, LimitOptions limits, Budget budget,
        Action<string>? warn = null, string? secret = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        (_client, _limits, _budget, _warn, _secret) = (client, limits, budget, warn ?? (_ => { }), secret);
        Identity = IdentityOf(model, prompt, sampling);
        _exchange = new(client, prompt, sampling, limits, time);
        _pause = new(limits.FailuresUntilPause, time);
        _rate = new(new()
        {
            // A bucket of one token: never more than so many in any second.
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(MillisecondsPerSecond / limits.RequestsPerSecond),
            QueueLimit = int.MaxValue,
        });
        _retries = limits.Attempts > 1 ? BuildRetries(time) : ResiliencePipeline.Empty;
    }

    public string Identity { get; }

    public async Task<Answer> AskAsync(Question question, CancellationToken cancellation = default)
    {
        if (_isRefused)
            return Answer.Nothing(AnswerFailure.Refused, "the endpoint has refused the key");
        if (_pause.IsOn)
            return Answer.Nothing(AnswerFailure.Paused, "too much has failed of late");
        try
        {
            var answer = await _retries.ExecuteAsync(async token => await AskOnceAsync(question, token), cancellation);
            _pause.Count(isAnswered: true);
            return answer;
        }
        catch (ExchangeException e)
        {
            string reason = _secret is { Length: > 0 } ? e.Message.Replace(_secret, "***", StringComparison.Ordinal) : e.Message;
            _isRefused |= e.Failure == AnswerFailure.Refused;
            if (e.Failure != AnswerFailure.Budget)
                _pause.Count(isAnswered: false);
            Tell(e.Failure, reason);
            return Answer.Nothing(e.Failure, reason);
        }
    }

    public void Dispose()
    {
        _rate.Dispose();
        _client.Dispose();
    }

    internal static string IdentityOf(string model, PromptTemplate prompt, SamplingOptions sampling) => $"{model} {sampling.Identity} {prompt.Identity}";

    private async Task<Answer> AskOnceAsync(Question question, CancellationToken cancellation)
    {
        using var lease = await _rate.AcquireAsync(1, cancellation);
        if (!_budget.TrySpend())
            throw new ExchangeException(AnswerFailure.Budget, "the budget for advice is spent");
        var answer = await _exchange.AskAsync(question, cancellation);
        _budget.Add(answer);
        return answer;
    }

    private ResiliencePipeline BuildRetries(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = _limits.Attempts - 1,
            ShouldHandle = new PredicateBuilder().Handle<ExchangeException>(e => e.IsPassing),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(arguments.Outcome.Exception as ExchangeException, arguments.AttemptNumber)),
        })
        .Build();

    private TimeSpan Delay(ExchangeException? e, int attempt)
    {
        var own = TimeSpan.FromSeconds(_limits.RetrySeconds * Math.Pow(2, attempt));
        return e?.RetryAfter is { } asked && asked > own ? (asked < LongestRetryAfter ? asked : LongestRetryAfter) : own;
    }

    private void Tell(AnswerFailure failure, string reason)
    {
        bool isNew;
        lock (_told)
            isNew = _told.Add(failure);
        if (isNew)
            _warn($"No advice: {reason}. {What(failure)}");
    }

    private static string What(AnswerFailure failure) => failure switch
    {
        AnswerFailure.Refused => "Nobody is asked again in this run; check the key.",
        AnswerFailure.Budget => "The run goes on without advice.",
        _ => "The run goes on; this is told once.",
    };
}
