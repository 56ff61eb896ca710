using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Reverie.Play.Games;
using Reverie.Training;

namespace Reverie.Play.Web;

/// <summary>One page that watches a game. Frames that it is too slow for are left out; requests come back as JSON.</summary>
internal sealed class GameSocket(WebSocket socket, GameLoop loop, GameSetup setup)
{
    private const int LongestRequest = 4096;

    // Two: what is being sent, and the newest.
    private readonly Channel<byte[]> _views = Newest(2), _answers = Newest(8);
    private readonly SemaphoreSlim _sending = new(1);

    internal async Task RunAsync(CancellationToken stop)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await SendAsync(JsonSerializer.SerializeToUtf8Bytes(Hello(), Json.Options), WebSocketMessageType.Text, stop);
        using (loop.Watch(view => _views.Writer.TryWrite(Frames.Of(view))))
        {
            var sending = Task.WhenAll(SendAllAsync(_views, ends.Token), SendAllAsync(_answers, ends.Token));
            try
            {
                await ReceiveAsync(stop);
            }
            finally
            {
                loop.Post(game => game.LookInside(this, looks: false) && false);
                await ends.CancelAsync();
                await sending;
            }
        }
    }

    /// <summary>What does not change.</summary>
    private object Hello() => new
    {
        Type = "hello",
        setup.Title,
        setup.Environment,
        setup.Algorithm,
        Actions = setup.Actions.Select(name => name.ToLowerInvariant().Replace('_', ' ')),
        Keys = new
        {
            Actions = setup.Keys.Actions.Select(pair => new { Key = pair.Key, Does = pair.Value.Name }),
            Commands = setup.Keys.Commands.Select(pair => new { Key = pair.Key, Does = pair.Value }),
            Episodes = setup.Keys.EpisodeCommands.Select(pair => new { Key = pair.Key, Does = pair.Value }),
        },
    };

    private static Channel<byte[]> Newest(int count) =>
        Channel.CreateBounded<byte[]>(new BoundedChannelOptions(count) { FullMode = BoundedChannelFullMode.DropOldest });

    private async Task SendAllAsync(Channel<byte[]> from, CancellationToken stop)
    {
        try
        {
            await foreach (byte[] message in from.Reader.ReadAllAsync(stop))
                await SendAsync(message, WebSocketMessageType.Binary, stop);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The page has gone; the one who receives will notice.
        }
    }

    private async Task SendAsync(byte[] message, WebSocketMessageType type, CancellationToken stop)
    {
        await _sending.WaitAsync(stop);
        try
        {
            await socket.SendAsync(message, type, endOfMessage: true, stop);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync(CancellationToken stop)
    {
        byte[] buffer = new byte[LongestRequest];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var received = await socket.ReceiveAsync(buffer, stop);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop);
                    return;
                }
                if (!received.EndOfMessage || Parse(buffer.AsSpan(0, received.Count)) is not { } request)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.InvalidPayloadData, "This is no request of the player's page.", stop);
                    return;
                }
                loop.Post(game => Answer(game, request));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The connection broke; the page connects again.
        }
    }

    private static PageRequest? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<PageRequest>(text, Json.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Whether there is something new to be seen.</returns>
    private bool Answer(Game game, PageRequest request)
    {
        if (request.Key is { } key)
            return game.Key(key, request.Down);
        if (request.Do is { } command)
            game.Do(command);
        else if (request.Place is { } place)
            game.Visit(place);
        else if (request.Keep is { } keep)
            game.Keep(keep);
        else if (request.Source is { } source)
            game.Open(source, request.Index, request.Step);
        else if (request.Inside is { } looks)
            return game.LookInside(this, looks);
        else if (request.Strip)
            Draw(game);
        return true;
    }

    private void Draw(Game game)
    {
        try
        {
            _answers.Writer.TryWrite(Frames.Of(game.Strip()));
        }
        catch (ReverieException e)
        {
            game.Say(e.Message);
        }
    }
}
