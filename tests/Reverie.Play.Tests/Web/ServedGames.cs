using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Reverie.Play.Games;
using Reverie.Play.Lab;
using Reverie.Play.Web;

namespace Reverie.Play.Tests.Web;

/// <summary>A server of the trained runs, and browsers that are only HTTP.</summary>
internal sealed class ServedGames : IAsyncDisposable
{
    private readonly PlayServer _server;

    private ServedGames(PlayServer server, GameHouse games) => (_server, Games) = (server, games);

    internal GameHouse Games { get; }

    internal string Link { get; private set; } = "";

    internal string Address => _server.Address;

    internal IReadOnlyList<string> Announced => _server.Announce(Link);

    internal List<string> NewLinks { get; } = [];

    internal static async Task<ServedGames> StartAsync(
        TrainedRuns runs, RunShelf? shelf = null, string page = "/", GameOptions? options = null, WebOptions? web = null)
    {
        shelf ??= runs.Shelf;
        var games = new GameHouse(id => runs.Setup(shelf.Find(id)), options ?? new(), TimeProvider.System);
        var server = new PlayServer(games, shelf, web ?? new());
        var served = new ServedGames(server, games);
        server.NewLink = served.NewLinks.Add;
        served.Link = await server.StartAsync(page);
        return served;
    }

    /// <summary>A browser that has opened the link.</summary>
    internal async Task<(HttpClient Client, CookieContainer Cookies)> EnterAsync(string? link = null)
    {
        var cookies = new CookieContainer();
        var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = new Uri(Address) };
        using var answer = await client.GetAsync(link ?? Link);
        answer.EnsureSuccessStatusCode();
        return (client, cookies);
    }

    internal async Task<ClientWebSocket> WatchAsync(CookieContainer cookies, string id)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        await socket.ConnectAsync(new Uri($"{Address.Replace("http", "ws", StringComparison.Ordinal)}/socket?run={Uri.EscapeDataString(id)}"), default);
        return socket;
    }

    /// <summary>The header of the next message.</summary>
    internal static async Task<JsonElement> NextAsync(ClientWebSocket socket)
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
            all.Write(buffer.AsSpan(0, part.Count));
        }
        while (!part.EndOfMessage);
        byte[] bytes = all.ToArray();
        return part.MessageType == WebSocketMessageType.Text
            ? JsonDocument.Parse(bytes).RootElement
            : JsonDocument.Parse(bytes.AsMemory(4, BitConverter.ToInt32(bytes))).RootElement;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
