namespace Reverie.Environments.Arrays;

/// <summary>One named array of an observation: its element type, its shape and the range of its elements.</summary>
/// <param name="Name">For example <c>image</c>, <c>state</c> or <c>token</c>.</param>
/// <param name="Type">What the elements are.</param>
/// <param name="Shape">Sizes, the last index running fastest; empty for a single number.</param>
/// <param name="Low">The least value of an element.</param>
/// <param name="High">The greatest value of an element, inclusive: a token of a vocabulary of V words has V - 1.</param>
public sealed record ArraySpec(string Name, ElementType Type, IReadOnlyList<int> Shape, double Low, double High)
{
    /// <summary>Elements of one array.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Bytes of one array.</summary>
    public int ByteLength => Length * Type.Size();

    /// <summary>Whether this is a picture as networks want it: bytes [channels, height, width].</summary>
    public bool IsImage => Type == ElementType.UInt8 && Shape.Count == 3;

    public bool Equals(ArraySpec? other) => other is not null
        && Name == other.Name && Type == other.Type && Shape.SequenceEqual(other.Shape) && Low.Equals(other.Low) && High.Equals(other.High);

    public override int GetHashCode() => HashCode.Combine(Name, Type, Length, Low, High);

    public override string ToString() => $"{Name}: {Type}[{string.Join(", ", Shape)}]";
}
