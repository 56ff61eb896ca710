using System.Globalization;

namespace Reverie.Torch.Onnx;

/// <summary>One dimension of an input or output: a number, or a name where the user of the model chooses it, such as <c>batch</c>.</summary>
public readonly record struct OnnxSize
{
    private OnnxSize(long value, string? name) => (Value, Name) = (value, name);

    /// <summary>The size; of no meaning where the dimension has a name.</summary>
    public long Value { get; }

    /// <summary>The name, or null for a fixed size.</summary>
    public string? Name { get; }

    public static implicit operator OnnxSize(long value) => new(value, null);

    public static implicit operator OnnxSize(string name) => new(0, name);

    public override string ToString() => Name ?? Value.ToString(CultureInfo.InvariantCulture);
}
