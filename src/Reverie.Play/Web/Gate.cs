using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Reverie.Play.Web;

/// <summary>
/// Lets in whoever has the link: its token is good for one browser, which is known by a cookie from then on. Other users of the machine see the
/// port but not the token, and other sites' pages get neither.
/// </summary>
internal sealed class Gate
{
    private const string Token = "token";

    private readonly Lock _lock = new();
    private readonly string _session = Secret();
    private string _token = Secret();

    /// <summary>Told of the new link when one has been used.</summary>
    internal Action<string>? Used { get; set; }

    /// <summary>The token of the next browser.</summary>
    internal string NextToken
    {
        get
        {
            lock (_lock)
                return _token;
        }
    }

    /// <summary>The name of the cookie; cookies do not know of ports, so the name does.</summary>
    internal string Cookie { get; set; } = "reverie";

    /// <summary>Names under which the server may be addressed.</summary>
    internal required OwnNames Names { get; init; }

    /// <summary>Lets a request through, or answers it.</summary>
    internal async Task CheckAsync(HttpContext context, Func<Task> next)
    {
        var request = context.Request;
        if (!Names.Contains(request.Host.Host))
        {
            await RefuseAsync(
                context, "This name is none that the player knows of its machine; open the link that `reverie` printed, or allow the name with --host.");
            return;
        }
        if (request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}")
        {
            await RefuseAsync(context, "Pages of other sites may not use the player.");
            return;
        }
        bool isKnown = request.Cookies.TryGetValue(Cookie, out string? cookie) && Same(cookie, _session);
        if (request.Query.TryGetValue(Token, out var tokens) && HttpMethods.IsGet(request.Method))
        {
            if (!isKnown && !Use(tokens.ToString()))
            {
                await RefuseAsync(context, "This link is wrong or was used by another browser already; take the newest one that `reverie` printed.");
                return;
            }
            context.Response.Cookies.Append(Cookie, _session, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
            var rest = request.Query.Where(pair => pair.Key != Token)
                .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}");
            string query = string.Join('&', rest);
            context.Response.Redirect(query.Length > 0 ? $"{request.Path}?{query}" : request.Path.ToString());
            return;
        }
        if (isKnown)
            await next();
        else
            await RefuseAsync(context, "The player lets in only browsers that opened the link which `reverie` printed.");
    }

    private bool Use(string token)
    {
        lock (_lock)
        {
            if (!Same(token, _token))
                return false;
            _token = Secret();
        }
        Used?.Invoke(NextToken);
        return true;
    }

    private static async Task RefuseAsync(HttpContext context, string sentence)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(sentence + "\n");
    }

    private static bool Same(string given, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
