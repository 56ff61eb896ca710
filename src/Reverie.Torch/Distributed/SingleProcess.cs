namespace Reverie.Torch.Distributed;

/// <summary>A process that works alone: what it adds up and gives is its own.</summary>
public sealed class SingleProcess : IProcessGroup
{
    private SingleProcess()
    {
    }

    public static SingleProcess Instance { get; } = new();

    public int Rank => 0;

    public int Size => 1;

    public void Sum(Tensor values)
    {
    }

    public void Sum(Span<double> values)
    {
    }

    public byte[][] Exchange(ReadOnlySpan<byte> own) => [own.ToArray()];

    public byte[] Share(ReadOnlySpan<byte> bytes) => bytes.ToArray();

    public void Watch(Func<bool> wanted, Action seen)
    {
    }

    public void Leave(string reason)
    {
    }

    public void Dispose()
    {
    }
}
