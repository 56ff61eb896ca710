using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Reverie.Torch.Distributed;

/// <summary>Where processes meet: the leader listens, the others come and say who they are.</summary>
public sealed class Rendezvous : IDisposable
{
    private const string Greeting = "reverie 1"; // the version of what is said
    private const int LongestHello = 4096;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;

    /// <summary>Begins to listen.</summary>
    /// <param name="address">On which address; only this machine's processes come to <see cref="IPAddress.Loopback"/>.</param>
    /// <param name="port">0: any that is free.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public Rendezvous(IPAddress address, int port)
    {
        _listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
                _listener.DualMode = true;
            _listener.Bind(new IPEndPoint(address, port));
            _listener.Listen();
        }
        catch (SocketException e)
        {
            _listener.Dispose();
            throw new IOException($"The processes cannot meet at port {port} ({e.Message}); choose another with MASTER_PORT.", e);
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Meets the others of a place's group, as leader or not.</summary>
    /// <param name="place">Who this process is.</param>
    /// <param name="patience">So long they may keep it waiting.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="IOException">They did not come.</exception>
    public static SocketGroup Meet(ProcessPlace place, TimeSpan patience, CancellationToken stop)
    {
        if (place.Rank > 0)
            return Join(place, patience, stop);
        using var point = new Rendezvous(IPAddress.IPv6Any, place.Port);
        return point.Lead(place.Size, patience, () => { }, stop);
    }

    /// <summary>Waits for all others.</summary>
    /// <param name="size">How many there are, the leader included.</param>
    /// <param name="patience">So long they may keep it waiting.</param>
    /// <param name="glance">Called now and then; throws where waiting is in vain.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="IOException">They did not come.</exception>
    public SocketGroup Lead(int size, TimeSpan patience, Action glance, CancellationToken stop)
    {
        var links = new Link?[size - 1];
        string[] names = [Name(0, size), .. new string[size - 1]];
        long started = Stopwatch.GetTimestamp();
        try
        {
            while (links.Contains(null))
            {
                stop.ThrowIfCancellationRequested();
                glance();
                if (Stopwatch.GetElapsedTime(started) > patience)
                {
                    int here = links.Count(link => link is not null) + 1;
                    throw new IOException($"{here} of {size} processes have come to port {Port} in {patience.TotalMinutes:F0} minutes; start them all.");
                }
                if (_listener.Poll(Glance, SelectMode.SelectRead))
                    Welcome(_listener.Accept(), links, names);
            }
            foreach (var link in links)
                link!.Send(FrameKind.Data, sign: false, Encoding.UTF8.GetBytes(string.Join('\n', names)));
            return new(0, links!, names);
        }
        catch
        {
            foreach (var link in links)
                link?.Dispose();
            throw;
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Goes to the leader, who may not be there yet.</summary>
    private static SocketGroup Join(ProcessPlace place, TimeSpan patience, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var link = new Link(Connect(place), SocketGroup.Patience);
                string hello = $"{Greeting}\n{place.Rank}\n{place.Size}\n{Name(place.Rank, place.Size)}";
                link.Send(FrameKind.Data, sign: false, Encoding.UTF8.GetBytes(hello));
                while (!link.HasCome(Glance))
                    stop.ThrowIfCancellationRequested();
                string answer = Text(link, int.MaxValue, out var kind);
                return kind == FrameKind.Data ? new(place.Rank, [link], answer.Split('\n')) : throw new IOException(answer);
            }
            catch (SocketException e)
            {
                if (Stopwatch.GetElapsedTime(started) > patience)
                {
                    throw new IOException(
                        $"{Name(place.Rank, place.Size)} cannot reach process 0 at {place.Address}:{place.Port} ({e.Message}); "
                        + "start it, or correct MASTER_ADDR and MASTER_PORT.",
                        e);
                }
                stop.WaitHandle.WaitOne(Glance);
            }
        }
    }

    private static Socket Connect(ProcessPlace place)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(place.Address, place.Port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Hears who somebody is. Whoever is nobody of ours is sent away.</summary>
    private static void Welcome(Socket socket, Link?[] links, string[] names)
    {
        var link = new Link(socket, SocketGroup.Patience);
        try
        {
            if (!link.HasCome(TimeSpan.FromSeconds(10))
                || Text(link, LongestHello, out _).Split('\n') is not [Greeting, var rankText, var sizeText, var name])
            {
                link.Dispose();
                return;
            }
            string? wrong = !int.TryParse(rankText, out int rank) || rank < 1 || rank >= names.Length || sizeText != $"{names.Length}"
                ? $"Process 0 waits for {names.Length - 1} others, and this is number {rankText} of {sizeText}; give all the same WORLD_SIZE."
                : links[rank - 1] is not null ? $"There are two processes with number {rank}; give each a RANK of its own." : null;
            if (wrong is null)
            {
                (links[rank - 1], names[rank]) = (link, name);
                return;
            }
            link.Send(FrameKind.Leaving, sign: false, Encoding.UTF8.GetBytes(wrong));
        }
        catch (SocketException)
        {
            // It has gone again.
        }
        link.Dispose();
    }

    private static string Text(Link link, int longest, out FrameKind kind)
    {
        (kind, _, long length) = link.Receive();
        if (length < 0 || length > longest)
            throw new SocketException((int)SocketError.MessageSize);
        byte[] bytes = new byte[length];
        link.Receive(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private static string Name(int rank, int size) => $"Process {rank} of {size} ({Environment.MachineName}, pid {Environment.ProcessId})";
}
