using Reverie.Torch.Distributed;

namespace Reverie.Training.Distributed;

/// <summary>What is written goes to all other processes, in pieces.</summary>
internal sealed class SharingStream(IProcessGroup processes) : Stream
{
    private const int Piece = 1 << 20;

    private readonly byte[] _piece = new byte[Piece];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int count = Math.Min(buffer.Length, Piece - _filled);
            buffer[..count].CopyTo(_piece.AsSpan(_filled));
            buffer = buffer[count..];
            _filled += count;
            if (_filled == Piece)
                Flush();
        }
    }

    public override void Flush()
    {
        if (_filled > 0)
            processes.Share(_piece.AsSpan(0, _filled));
        _filled = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Flush();
        base.Dispose(disposing);
    }
}
