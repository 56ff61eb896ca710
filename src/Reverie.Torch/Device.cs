namespace Reverie.Torch;

/// <summary>Where a tensor lives: <c>cpu</c>, <c>cuda:0</c>.</summary>
/// <param name="Type">libtorch's device type: 0 CPU, 1 CUDA.</param>
/// <param name="Index">The device's number, or -1 for the current one.</param>
public readonly record struct Device(int Type, int Index)
{
    public static readonly Device Cpu = new(0, -1);

    public static Device Cuda(int index = 0) => new(1, index);

    public bool IsCpu => Type == 0;

    internal long Code => Type is >= 0 and < 256 && Index is >= -1 and < 128
        ? Type * 256L + Index + 1
        : throw new TorchException($"Type {Type} with index {Index} is no device; use Device.Cpu or Device.Cuda(index).");

    internal static Device FromCode(long code) => new((int)(code / 256), (int)(code % 256) - 1);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static Device Parse(string text)
    {
        string[] parts = text.Split(':');
        int index = 0;
        if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], out index)))
            throw new FormatException($"'{text}' is no device; write cpu, cuda or cuda:0.");
        return parts[0] switch
        {
            "cpu" => Cpu,
            "cuda" => Cuda(index),
            _ => throw new FormatException($"'{text}' is no device; write cpu, cuda or cuda:0."),
        };
    }

    public override string ToString() => IsCpu ? "cpu" : $"cuda:{Math.Max(Index, 0)}";
}
