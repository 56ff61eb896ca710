using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Reverie.Training.Tests.Tracking;

/// <summary>An HTTP server on this machine that answers as it is told, or does not.</summary>
internal sealed class StandInServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, HttpListenerRequest, string, (int Status, string Body)?> _answer;
    private int _count;

    /// <param name="answer">Given the request's number, itself and its body: the answer; null cuts the connection.</param>
    internal StandInServer(Func<int, HttpListenerRequest, string, (int Status, string Body)?> answer)
    {
        _answer = answer;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    internal Uri Address { get; }

    /// <summary>Method with path, and body, of what was answered with success.</summary>
    internal ConcurrentQueue<(string Path, string Body, string? Authorization)> Taken { get; } = new();

    internal int Requests => Volatile.Read(ref _count);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await ServeOneAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // Closed, or the other side has gone.
            }
        }
    }

    private async Task ServeOneAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        string body = await reader.ReadToEndAsync();
        if (_answer(Interlocked.Increment(ref _count), context.Request, body) is not var (status, text))
        {
            // It promises more than it gives.
            context.Response.ContentLength64 = 1000;
            await context.Response.OutputStream.WriteAsync("{"u8.ToArray());
            context.Response.Abort();
            return;
        }
        if (status == 200)
            Taken.Enqueue((context.Request.Url!.AbsolutePath, body, context.Request.Headers["Authorization"]));
        context.Response.StatusCode = status;
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        context.Response.Close(bytes, willBlock: true);
    }
}
