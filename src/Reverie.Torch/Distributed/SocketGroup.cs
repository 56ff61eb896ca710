using System.Buffers.Binary;
using System.Net.Sockets;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Reverie.Torch.Distributed;

/// <summary>
/// Processes that speak over TCP: each has a link to the leader, who adds up what comes in the order of the ranks and gives the sum back.
/// The leader sees at once which process is gone, and tells the others.
/// </summary>
public sealed class SocketGroup : IProcessGroup
{
    /// <summary>So long a process may be silent in an exchange, as in c10d.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Link[] _links; // of the leader: by rank - 1; of the others: one, to the leader
    private readonly string[] _names; // of all, by rank
    private Func<bool> _wanted = () => false;
    private Action _seen = () => { };
    private byte[] _buffer = [];
    private bool _isSeen, _isOver;

    /// <param name="rank">This process.</param>
    /// <param name="links">To all others, or to the leader.</param>
    /// <param name="names">What to call the processes in messages, by rank.</param>
    internal SocketGroup(int rank, Link[] links, string[] names) => (Rank, _links, _names) = (rank, links, names);

    public int Rank { get; }

    public int Size => _names.Length;

    public void Watch(Func<bool> wanted, Action seen) => (_wanted, _seen, _isSeen) = (wanted, seen, false);

    public void Sum(Tensor values)
    {
        if (values.DType != ScalarType.Float32 || !values.IsContiguous)
            throw new ArgumentException($"Numbers of several processes are added up in contiguous single precision, not {values}.", nameof(values));
        if (values.Device.IsCpu)
        {
            Sum(values.Data<float>());
            return;
        }
        using var scope = new TensorScope();
        var here = values.To(Device.Cpu);
        Sum(here.Data<float>());
        values.CopyFrom(here);
    }

    public void Sum(Span<double> values) => Sum<double>(values);

    public byte[][] Exchange(ReadOnlySpan<byte> own)
    {
        if (Rank > 0)
        {
            Send(0, own, Wanted());
            return Unpack(ReceiveFromLeader());
        }
        byte[][] all = new byte[Size][];
        all[0] = own.ToArray();
        bool sign = Wanted();
        for (int rank = 1; rank < Size; rank++)
        {
            var (length, given) = Begin(rank);
            all[rank] = new byte[length];
            Receive(rank, all[rank]);
            sign |= given;
        }
        SendToAll(Pack(all), sign);
        return all;
    }

    public byte[] Share(ReadOnlySpan<byte> bytes)
    {
        if (Rank > 0)
            return ReceiveFromLeader();
        // Others give no sign here, so the leader's alone must not count either: all see it in the next exchange.
        SendToAll(bytes, _isSeen);
        return bytes.ToArray();
    }

    public void Leave(string reason)
    {
        if (!_isOver)
            Tell(FrameKind.Leaving, Encoding.UTF8.GetBytes(reason));
    }

    public void Dispose()
    {
        if (!_isOver && Rank == 0)
            Tell(FrameKind.Done, []);
        Close();
    }

    private void Sum<T>(Span<T> values) where T : unmanaged, INumber<T>
    {
        if (Rank > 0)
        {
            Send(0, MemoryMarshal.AsBytes(values), Wanted());
            Expect(0, Begin(0), MemoryMarshal.AsBytes(values));
            return;
        }
        bool sign = Wanted();
        var theirs = Buffer(MemoryMarshal.AsBytes(values).Length);
        for (int rank = 1; rank < Size; rank++)
        {
            var begun = Begin(rank);
            Expect(rank, begun, theirs);
            sign |= begun.Sign;
            Add(values, MemoryMarshal.Cast<byte, T>(theirs));
        }
        SendToAll(MemoryMarshal.AsBytes(values), sign);
    }

    private static void Add<T>(Span<T> sum, ReadOnlySpan<T> more) where T : unmanaged, INumber<T>
    {
        int i = 0;
        for (; i + Vector<T>.Count <= sum.Length; i += Vector<T>.Count)
            (new Vector<T>(sum[i..]) + new Vector<T>(more[i..])).CopyTo(sum[i..]);
        for (; i < sum.Length; i++)
            sum[i] += more[i];
    }

    private bool Wanted() => _isSeen || _wanted();

    private void See(bool sign)
    {
        if (!sign || _isSeen)
            return;
        _isSeen = true;
        _seen();
    }

    private byte[] ReceiveFromLeader()
    {
        var (length, _) = Begin(0);
        byte[] bytes = new byte[length];
        Receive(0, bytes);
        return bytes;
    }

    private void SendToAll(ReadOnlySpan<byte> bytes, bool sign)
    {
        for (int rank = 1; rank < Size; rank++)
            Send(rank, bytes, sign);
        See(sign);
    }

    /// <summary>Begins to receive data of a process.</summary>
    private (long Length, bool Sign) Begin(int rank)
    {
        var (kind, sign, length) = Try(rank, link => link.Receive());
        if (kind == FrameKind.Data)
        {
            if (Rank > 0)
                See(sign);
            return (length, sign);
        }
        byte[] content = new byte[length];
        if (kind == FrameKind.Done)
        {
            Close();
            throw new OperationCanceledException($"{_names[rank]} has ended.");
        }
        Receive(rank, content);
        if (kind == FrameKind.Lost)
        {
            Close();
            throw new ProcessLostException(BinaryPrimitives.ReadInt32LittleEndian(content), Encoding.UTF8.GetString(content.AsSpan(sizeof(int))));
        }
        throw Lose(rank, $"{_names[rank]} had to end: {Encoding.UTF8.GetString(content)}", cause: null);
    }

    private void Expect(int rank, (long Length, bool Sign) begun, Span<byte> content)
    {
        if (begun.Length != content.Length)
            throw Lose(rank, $"{_names[rank]} is at another point of the run than {_names[Rank]}.", cause: null);
        Receive(rank, content);
    }

    private void Receive(int rank, Span<byte> content)
    {
        try
        {
            LinkTo(rank).Receive(content);
        }
        catch (SocketException e)
        {
            throw Lose(rank, Sentence(rank, e), e);
        }
    }

    private void Send(int rank, ReadOnlySpan<byte> bytes, bool sign)
    {
        try
        {
            LinkTo(rank).Send(FrameKind.Data, sign, bytes);
        }
        catch (SocketException e)
        {
            // It may have said why before it left.
            if (LinkTo(rank).HasCome(TimeSpan.FromSeconds(1)))
                Begin(rank);
            throw Lose(rank, Sentence(rank, e), e);
        }
    }

    private T Try<T>(int rank, Func<Link, T> action)
    {
        try
        {
            return action(LinkTo(rank));
        }
        catch (SocketException e)
        {
            throw Lose(rank, Sentence(rank, e), e);
        }
    }

    private string Sentence(int rank, SocketException e) => e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock
        ? $"{_names[rank]} has been silent for {Patience.TotalMinutes:F0} minutes."
        : $"{_names[rank]} was lost: it was killed, or its machine is gone.";

    private ProcessLostException Lose(int rank, string sentence, Exception? cause)
    {
        if (Rank == 0)
        {
            byte[] content = [0, 0, 0, 0, .. Encoding.UTF8.GetBytes(sentence)];
            BinaryPrimitives.WriteInt32LittleEndian(content, rank);
            Tell(FrameKind.Lost, content);
        }
        Close();
        return new(rank, sentence, cause);
    }

    /// <summary>Tells all that are still there.</summary>
    private void Tell(FrameKind kind, byte[] content)
    {
        foreach (var link in _links)
        {
            try
            {
                link.Send(kind, sign: false, content);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Gone already.
            }
        }
    }

    private void Close()
    {
        _isOver = true;
        foreach (var link in _links)
            link.Dispose();
    }

    private Link LinkTo(int rank) => _links[Rank == 0 ? rank - 1 : 0];

    private Span<byte> Buffer(int bytes)
    {
        if (_buffer.Length < bytes)
            _buffer = new byte[bytes];
        return _buffer.AsSpan(0, bytes);
    }

    private static byte[] Pack(byte[][] all)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (byte[] bytes in all)
        {
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
        return stream.ToArray();
    }

    private byte[][] Unpack(byte[] packed)
    {
        using var reader = new BinaryReader(new MemoryStream(packed));
        byte[][] all = new byte[Size][];
        for (int rank = 0; rank < all.Length; rank++)
            all[rank] = reader.ReadBytes(reader.ReadInt32());
        return all;
    }
}
