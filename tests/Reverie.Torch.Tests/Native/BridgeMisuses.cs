using System.Runtime.InteropServices;
using Reverie.Torch.Native;

namespace Reverie.Torch.Tests.Native;

/// <summary>Arguments and results of operators that are not what the operator's schema says; numbers that name nothing.</summary>
internal static class BridgeMisuses
{
    private static readonly Operator Relu = new("aten::relu");
    private static readonly Operator Select = new("aten::select", "int");
    private static readonly Operator Stack = new("aten::stack");
    private static readonly Operator Size = new("aten::size", "int");
    private static readonly Operator Unbind = new("aten::unbind", "int");
    private static readonly Operator MaxAlong = new("aten::max", "dim");

    internal static IEnumerable<Misuse> All =>
    [
        new("scalar type -1", "-1 is the number of no element type", () => Tensor.Zeros([2], (ScalarType)(-1))),
        new("scalar type 99", "99 is the number of no element type", () => Tensor.Zeros([2], (ScalarType)99)),
        new("conversion to scalar type -5", "-5 is the number of no element type", () => Three().To((ScalarType)(-5))),
        new("scalar type -1 from memory", "-1 is the number of no element type", () => Tensor.From<float>([1], [1], (ScalarType)(-1))),
        new("scalar type 77 from memory", "77 is the number of no element type", () => Tensor.From<float>([1], [1], (ScalarType)77)),
        new("autocast to scalar type -1", "-1 is the number of no element type", () => new Autocast((ScalarType)(-1)).Dispose()),
        new("autocast to integers", "the lower precision is BFloat16 or Float16, not Long", () => new Autocast(ScalarType.Int64).Dispose()),
        new("memory format 77", "77 is the number of no memory format", () => Aten.Call(new Operator("aten::clone"), Three(), 77)),
        new("layout 5", "5 is the number of no layout", () => Aten.Call(new Operator("aten::zeros"), (long[])[2], ScalarType.Float32, 5)),
        new("device type 300", "is no device", () => Tensor.Zeros([2], device: new Device(300, 0))),
        new("device index 300", "is no device", () => Tensor.Zeros([2], device: new Device(1, 300))),
        new("device type 256", "is no device", () => Tensor.Zeros([2], device: new Device(256, -1))),

        new("integer taken as a tensor", "aten::size.int gives Int where one tensor is wanted", () => Aten.Call(Size, Three(), 0)),
        new("truth value taken as a tensor", "gives Bool where one tensor", () => Aten.Call(new Operator("aten::equal"), Three(), Three())),
        new("real number taken as a tensor", "gives Double where one tensor", () => Aten.Call(new Operator("reverie::total_norm"), (Tensor[])[Three()])),
        new("list taken as a tensor", "gives TensorList where one tensor", () => Aten.Call(Unbind, Three(), 0)),
        new("pair taken as a tensor", "it gives 2 results", () => Aten.Call(MaxAlong, Three(), 0)),
        new("nothing taken as a tensor", "gives nothing where one tensor", () => Aten.Call(new Operator("aten::_foreach_zero_"), (Tensor[])[Three()])),
        new("integer taken as tensors", "gives Int where several tensors", () => Aten.CallMany(Size, Three(), 0)),
        new("list taken as tensors", "gives TensorList where several tensors", () => Aten.CallMany(Unbind, Three(), 0)),
        new("tensor taken as a pair", "gives Tensor where two tensors", () => Aten.CallPair(Relu, Three())),
        new("integer taken as a pair", "gives Int where two tensors", () => Aten.CallPair(Size, Three(), 0)),
        new("tensor taken as a list", "gives Tensor where a list of tensors", () => Aten.CallList(Relu, Three())),
        new("tensor taken as a number", "gives Tensor where one number", () => Aten.CallScalar(Relu, Three())),
        new("sparse result", "which the bridge does not carry", () => Aten.Call(new Operator("aten::to_sparse"), Three())),
        new("negated view as a result", "which the bridge does not carry", () => Aten.Call(new Operator("aten::_neg_view"), Three())),
        new("zero tensor as a result", "which the bridge does not carry", () => Aten.Call(new Operator("aten::_efficientzerotensor"), (long[])[3])),

        new("no arguments", "lacks its argument self", () => Aten.Call(Relu)),
        new("too many arguments", "takes 1 arguments, not 3", () => Aten.Call(Relu, Three(), 1, 2)),
        new("integer for a tensor", "the argument self must be Tensor, not an integer", () => Aten.Call(Relu, 1)),
        new("integers for a tensor", "must be Tensor, not a list of integers", () => Aten.Call(Relu, (long[])[1, 2])),
        new("nothing for a tensor", "must be Tensor, not nothing", () => Aten.Call(new Operator("aten::add", "Tensor"), Three(), Value.None)),
        new("null for a tensor", "must be Tensor, not nothing", () => Aten.Call(Relu, (Tensor?)null)),
        new("tensor for an integer", "the argument dim must be int, not a tensor", () => Aten.Call(Select, Three(), Three(), 0)),
        new("real number for an integer", "must be int, not a real number", () => Aten.Call(Select, Three(), 0.5, 0)),
        new("text for an integer", "must be int, not a text", () => Aten.Call(Select, Three(), "zero", 0)),
        new("integer for integers", "must be int[], not an integer", () => Aten.Call(new Operator("aten::permute"), Three(), 0)),
        new("real numbers for integers", "must be int[], not a list of real numbers",
            () => Aten.Call(new Operator("aten::permute"), Three(), (ReadOnlySpan<double>)[0.0])),
        new("tensor for a list", "must be Tensor[], not a tensor", () => Aten.Call(Stack, Three(), 0)),
        new("integers for a list of tensors", "must be Tensor[], not a list of integers", () => Aten.Call(Stack, (long[])[1, 2], 0)),
        new("null in a list", "holds null at 1", () => Aten.Call(Stack, (Tensor[])[Three(), null!], 0)),
        new("integer for a truth value", "must be bool, not an integer", () => Aten.Call(new Operator("aten::dropout"), Three(), 0.5, 1)),
        new("device for a generator", "must be Generator?, not a device", () => Aten.Call(new Operator("aten::randperm", "generator"), 3, Device.Cpu)),
        new("list whose bytes overflow", "is too long for an operator call", () => Tensor.Zeros(Endless<long>(1 << 28))),
        new("list of a gigabyte", "is too long for an operator call", () => Tensor.Zeros(Endless<long>(1 << 27))),

        new("size of a dimension that is not there", "has no dimension 9", () => Three().Size(9)),
        new("size of a dimension before the first", "has no dimension -2", () => Three().Size(-2)),

        new("no threads", "must be from 1 to", () => TorchRuntime.Threads = 0),
        new("negative threads", "must be from 1 to", () => TorchRuntime.Threads = -5),
        new("a hundred thousand threads", "must be from 1 to", () => TorchRuntime.Threads = 100_000),
    ];

    private static Tensor Three() => Tensor.Ones([3]);

    // Never read: the length alone is wrong.
    private static ReadOnlySpan<T> Endless<T>(int length) where T : unmanaged
    {
        T first = default;
        return MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetReference(MemoryMarshal.CreateSpan(ref first, 1)), length);
    }
}
