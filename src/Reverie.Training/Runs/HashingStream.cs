using System.Security.Cryptography;

namespace Reverie.Training.Runs;

/// <summary>Passes what is written on to another stream in large pieces, counting and hashing it.</summary>
internal sealed class HashingStream(Stream target) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 18];
    private int _buffered;
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        _written += bytes.Length;
        if (bytes.Length > _buffer.Length - _buffered)
            PassOn();
        if (bytes.Length > _buffer.Length)
        {
            _hash.AppendData(bytes);
            target.Write(bytes);
            return;
        }
        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    /// <summary>Writers may flush as they like; the pieces stay large.</summary>
    public override void Flush()
    {
    }

    /// <summary>Passes on the rest and returns the hash of everything, lower-case hexadecimal.</summary>
    public string Complete()
    {
        PassOn();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }

    private void PassOn()
    {
        _hash.AppendData(_buffer, 0, _buffered);
        target.Write(_buffer, 0, _buffered);
        _buffered = 0;
    }
}
