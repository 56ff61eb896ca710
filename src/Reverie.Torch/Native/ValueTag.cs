namespace Reverie.Torch.Native;

/// <summary>What a <see cref="Value"/> holds; the numbers of <c>rv_tag</c>.</summary>
public enum ValueTag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    DoubleList = 6,
    BoolList = 7,
    TensorList = 8,
    OptionalTensorList = 9,
    String = 10,
    Device = 11,
    Generator = 12,
}
