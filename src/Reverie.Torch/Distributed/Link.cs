using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Reverie.Torch.Distributed;

/// <summary>A connection to another process, over which frames go: kind, sign, length, content.</summary>
internal sealed class Link : IDisposable
{
    private const int HeaderBytes = 10;
    private const int Piece = 1 << 20;

    private readonly Socket _socket;
    private readonly byte[] _header = new byte[HeaderBytes];

    /// <param name="socket">Connected; belongs to the link from now on.</param>
    /// <param name="patience">So long nothing may come while something is awaited.</param>
    public Link(Socket socket, TimeSpan patience)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.ReceiveTimeout = socket.SendTimeout = (int)patience.TotalMilliseconds;
        // A machine that is switched off says no farewell; its silence is noticed within a minute.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 20);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 6);
    }

    /// <summary>Sends a frame.</summary>
    /// <exception cref="SocketException">The other is gone.</exception>
    public void Send(FrameKind kind, bool sign, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        (header[0], header[1]) = ((byte)kind, sign ? (byte)1 : (byte)0);
        BinaryPrimitives.WriteInt64LittleEndian(header[2..], content.Length);
        SendAll(header);
        SendAll(content);
    }

    /// <summary>Begins to receive a frame; its content follows with <see cref="Receive(Span{byte})"/>.</summary>
    /// <exception cref="SocketException">The other is gone.</exception>
    public (FrameKind Kind, bool Sign, long Length) Receive()
    {
        Receive(_header);
        return ((FrameKind)_header[0], _header[1] != 0, BinaryPrimitives.ReadInt64LittleEndian(_header.AsSpan(2)));
    }

    /// <summary>Receives so much.</summary>
    /// <exception cref="SocketException">The other is gone.</exception>
    public void Receive(Span<byte> content)
    {
        while (content.Length > 0)
        {
            int count = _socket.Receive(content[..Math.Min(content.Length, Piece)]);
            if (count == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            content = content[count..];
        }
    }

    /// <summary>Receives so many numbers.</summary>
    public void Receive<T>(Span<T> numbers) where T : unmanaged => Receive(MemoryMarshal.AsBytes(numbers));

    /// <summary>Waits until something has come or a time is over.</summary>
    public bool HasCome(TimeSpan time) => _socket.Poll(time, SelectMode.SelectRead);

    public void Dispose() => _socket.Dispose();

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[_socket.Send(bytes[..Math.Min(bytes.Length, Piece)])..];
    }
}
