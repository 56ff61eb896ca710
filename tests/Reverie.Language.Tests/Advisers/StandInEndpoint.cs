using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Reverie.Language.Tests.Advisers;

/// <summary>A server of this process that answers chat models' requests as a test wants, well or badly.</summary>
internal sealed class StandInEndpoint : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, Reply> _reply;
    private readonly List<(string Head, string Body)> _requests = [];

    /// <param name="reply">What the n-th request is answered, counted from 0.</param>
    public StandInEndpoint(Func<int, Reply> reply)
    {
        _reply = reply;
        _listener.Start();
        _ = ListenAsync();
    }

    public StandInEndpoint(Reply reply)
        : this(_ => reply)
    {
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public IReadOnlyList<(string Head, string Body)> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>What is sent, byte by byte as it stands; afterwards the line is closed, or kept open in silence.</summary>
    internal sealed record Reply(string Text, bool ThenSilence = false)
    {
        public static Reply Status(int status, string body = "{}", string header = "") =>
            new($"HTTP/1.1 {status} Because\r\nContent-Type: application/json\r\n{header}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

        /// <summary>An answer as OpenAI's endpoint streams it.</summary>
        public static Reply OpenAi(string text, bool isWhole = true)
        {
            string events = Event($$"""{"index":0,"delta":{"role":"assistant","content":{{System.Text.Json.JsonSerializer.Serialize(text)}}},"finish_reason":null}""");
            if (isWhole)
            {
                events += Event("""{"index":0,"delta":{},"finish_reason":"stop"}""")
                    + "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":3,\"total_tokens\":13}}\n\ndata: [DONE]\n\n";
            }
            return new($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n{events}");
        }

        public static Reply Ollama(string text) => new("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n"
            + $$"""{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":{{System.Text.Json.JsonSerializer.Serialize(text)}}},"done":false}""" + "\n"
            + """{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":10,"eval_count":3}""" + "\n");

        public static string Event(string choice) => $$"""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{choice}}]}""" + "\n\n";
    }

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(stop), stop);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                int number;
                var request = await ReadAsync(stream, stop);
                lock (_requests)
                {
                    number = _requests.Count;
                    _requests.Add(request);
                }
                var reply = _reply(number);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(reply.Text), stop);
                if (reply.ThenSilence)
                    await Task.Delay(Timeout.Infinite, stop);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The other side has left.
            }
        }
    }

    private static async Task<(string Head, string Body)> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        var received = new List<byte>();
        byte[] buffer = new byte[4096];
        int headEnd = -1, length = 0;
        while (headEnd < 0 || received.Count < headEnd + length)
        {
            int count = await stream.ReadAsync(buffer, stop);
            if (count == 0)
                break;
            received.AddRange(buffer.AsSpan(0, count));
            if (headEnd >= 0)
                continue;
            string text = Encoding.Latin1.GetString([.. received]);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;
            headEnd = end + 4;
            string? line = text[..end].Split("\r\n").FirstOrDefault(header => header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            length = line is null ? 0 : int.Parse(line.Split(':')[1], null);
            if (text[..end].Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            {
                while (!Encoding.Latin1.GetString([.. received]).EndsWith("0\r\n\r\n", StringComparison.Ordinal))
                {
                    count = await stream.ReadAsync(buffer, stop);
                    received.AddRange(buffer.AsSpan(0, count));
                }
                break;
            }
        }
        return (Encoding.UTF8.GetString([.. received.Take(headEnd)]), Encoding.UTF8.GetString([.. received.Skip(headEnd)]));
    }
}
