using System.ClientModel;
using System.Globalization;
using System.Net;

namespace Reverie.Language.Advisers.Chat;

/// <summary>One exchange with an endpoint failed.</summary>
internal sealed class ExchangeException(AnswerFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    internal AnswerFailure Failure { get; } = failure;

    /// <summary>When the endpoint wants to be asked again, where it says so.</summary>
    internal TimeSpan? RetryAfter { get; private init; }

    /// <summary>Whether the same question may do better in a moment.</summary>
    internal bool IsPassing => Failure is AnswerFailure.Busy or AnswerFailure.Server or AnswerFailure.Broken or AnswerFailure.Unreachable;

    /// <summary>What a client's exception means.</summary>
    internal static ExchangeException From(Exception e) => e switch
    {
        ExchangeException known => known,
        AdviserException rejected => new(AnswerFailure.Rejected, rejected.Message.TrimEnd('.'), rejected),
        ClientResultException { Status: > 0 } answered => OfStatus(answered.Status, answered, RetryAfterOf(answered)),
        HttpRequestException { StatusCode: { } status } => OfStatus((int)status, e),
        _ when Cause<HttpRequestException>(e) is { StatusCode: null, HttpRequestError: not HttpRequestError.ResponseEnded } =>
            new(AnswerFailure.Unreachable, $"the endpoint cannot be reached ({Innermost(e)})", e),
        OperationCanceledException or TimeoutException => new(AnswerFailure.Silent, "nothing came for too long", e),
        _ => new(AnswerFailure.Broken, $"the answer cannot be read ({Innermost(e)})", e),
    };

    private static ExchangeException OfStatus(int status, Exception e, TimeSpan? retryAfter = null) => new(
        (HttpStatusCode)status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => AnswerFailure.Refused,
            HttpStatusCode.TooManyRequests => AnswerFailure.Busy,
            HttpStatusCode.RequestTimeout => AnswerFailure.Silent,
            >= HttpStatusCode.InternalServerError => AnswerFailure.Server,
            _ => AnswerFailure.Rejected,
        },
        string.Create(CultureInfo.InvariantCulture, $"the endpoint answers {status}"),
        e)
    {
        RetryAfter = retryAfter,
    };

    private static TimeSpan? RetryAfterOf(ClientResultException e) =>
        e.GetRawResponse()?.Headers.TryGetValue("Retry-After", out string? text) == true
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static T? Cause<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }
        return null;
    }

    private static string Innermost(Exception e) => e.GetBaseException().Message.TrimEnd('.');
}
