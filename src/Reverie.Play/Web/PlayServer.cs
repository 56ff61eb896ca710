using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reverie.Play.Lab;
using Reverie.Training;

namespace Reverie.Play.Web;

/// <summary>The web server of the player and of the laboratory's page.</summary>
public sealed class PlayServer : IAsyncDisposable
{
    // Everything comes from here, nothing is built from text, and no other page may put these into a frame.
    private const string Policy =
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private readonly WebApplication _app;
    private readonly Gate _gate;
    private readonly IPAddress _bind;
    private readonly GameHouse _games;
    private readonly RunShelf _runs;

    /// <param name="games">The games.</param>
    /// <param name="runs">The runs that the laboratory shows.</param>
    /// <param name="options">Where.</param>
    /// <exception cref="PlayException">The address is none.</exception>
    public PlayServer(GameHouse games, RunShelf runs, WebOptions options)
    {
        (_games, _runs) = (games, runs);
        if (!IPAddress.TryParse(options.Bind, out var address))
            throw new PlayException($"'{options.Bind}' is no address; --bind takes one such as 127.0.0.1, or 0.0.0.0 for all of this machine.");
        (_bind, _gate) = (address, new() { Names = new(address, options.Hosts) });
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 0;
            server.Listen(address, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        _app = builder.Build();
        Map();
    }

    /// <summary>Told of each new link: the first, and one more whenever a link has been used.</summary>
    public Action<string>? NewLink { get; set; }

    /// <summary>Without a path, such as <c>http://127.0.0.1:40123</c>: one that other machines can open, where they can.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Begins to serve.</summary>
    /// <returns>The link of a page for the first browser.</returns>
    /// <param name="page">Path and query of the page.</param>
    /// <exception cref="PlayException">The port is taken.</exception>
    public async Task<string> StartAsync(string page)
    {
        try
        {
            await _app.StartAsync();
        }
        catch (IOException e)
        {
            throw new PlayException($"Nothing can be served there ({e.Message.TrimEnd('.')}); choose another --port, or leave it out for any that is free.", e);
        }
        var reachable = OwnNames.Reachable(_bind);
        Address = new UriBuilder(Uri.UriSchemeHttp, reachable.ToString(), new Uri(_app.Urls.First()).Port).Uri.GetLeftPart(UriPartial.Authority);
        _gate.Cookie = $"reverie-{new Uri(Address).Port}";
        _gate.Used = token => NewLink?.Invoke(Link(page, token));
        return Link(page, _gate.NextToken);
    }

    /// <summary>What to tell who has started it, line by line.</summary>
    /// <param name="link">The first link.</param>
    public IReadOnlyList<string> Announce(string link)
    {
        int port = new Uri(Address).Port;
        if (IPAddress.IsLoopback(_bind))
            return [$"Open {link}", $"The link is good for one browser. On another machine: ssh -L {port}:localhost:{port} THIS-MACHINE. Ctrl-C ends."];
        string others = _bind.Equals(IPAddress.Any) || _bind.Equals(IPAddress.IPv6Any)
            ? $"; with localhost or {Dns.GetHostName()} as host it is the same" : $"; with {Dns.GetHostName()} as host it is the same";
        return
        [
            $"Open {link}",
            $"The link is good for one browser, here or on another machine{others}. Ctrl-C ends.",
            "Warning: it travels unencrypted, and whoever reads it on its way gets in; where you do not trust the network, leave out --bind and use ssh -L.",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _games.Dispose();
    }

    private string Link(string page, string token) => $"{Address}{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}token={token}";

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            var headers = context.Response.Headers;
            (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers.CacheControl) = (Policy, "nosniff", "no-store");
            headers["Referrer-Policy"] = "no-referrer";
            await _gate.CheckAsync(context, () => Explained(context, next));
        });
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });
        _app.UseRouting();
        _app.MapGet("/", () => Pages.Get("lab.html"));
        _app.MapGet("/play", () => Pages.Get("play.html"));
        _app.MapGet("/assets/{name}", (string name) => Pages.Get(name));
        _app.MapGet("/socket", (RequestDelegate)SocketAsync);
        LabRoutes.Map(_app, _runs);
    }

    /// <summary>What is foreseen is said in its sentence.</summary>
    private static async Task Explained(HttpContext context, Func<Task> next)
    {
        try
        {
            await next();
        }
        catch (Exception e) when (e is ReverieException or IOException or InvalidDataException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = e is PlayException ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(e.Message + "\n");
        }
    }

    private async Task SocketAsync(HttpContext context)
    {
        // Asked for without a socket, it says whether there is a game, and why not.
        var (loop, setup) = await _games.EnterAsync(context.Request.Query["run"].ToString());
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.WriteAsync("ready");
            return;
        }
        // Nothing that travels here is secret, so that compressing it gives nothing away.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        await new GameSocket(socket, loop, setup).RunAsync(context.RequestAborted);
    }
}
