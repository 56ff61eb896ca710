using System.Text;

namespace Reverie.Torch.Serialization;

/// <summary>
/// The allow-list of a <c>.pt</c> file: the only Python names that it may mention, and what each stands for here.
/// </summary>
/// <param name="maxCopiedBytes">Bytes that tensors which are not contiguous in their storages may take together.</param>
internal sealed class TorchGlobals(long maxCopiedBytes)
{
    private const int MaxRank = 64;
    private const int MaxNameLength = 16;

    private static readonly (string Python, ScalarType Type)[] StorageTypes =
    [
        ("Double", ScalarType.Float64),
        ("Float", ScalarType.Float32),
        ("Half", ScalarType.Float16),
        ("BFloat16", ScalarType.BFloat16),
        ("Long", ScalarType.Int64),
        ("Int", ScalarType.Int32),
        ("Short", ScalarType.Int16),
        ("Char", ScalarType.Int8),
        ("Byte", ScalarType.UInt8),
        ("Bool", ScalarType.Bool),
    ];

    private static readonly (string Python, ScalarType Type)[] DataTypes =
    [
        ("float64", ScalarType.Float64),
        ("float32", ScalarType.Float32),
        ("float16", ScalarType.Float16),
        ("bfloat16", ScalarType.BFloat16),
        ("int64", ScalarType.Int64),
        ("int32", ScalarType.Int32),
        ("int16", ScalarType.Int16),
        ("int8", ScalarType.Int8),
        ("uint8", ScalarType.UInt8),
        ("bool", ScalarType.Bool),
    ];

    private long _budget = maxCopiedBytes;

    public IReadOnlyDictionary<string, object> Build()
    {
        var globals = new Dictionary<string, object>();
        foreach (var (python, type) in StorageTypes)
        {
            globals[$"torch.{python}Storage"] = type;
            globals[$"torch.cuda.{python}Storage"] = type;
        }
        foreach (var (python, type) in DataTypes)
            globals[$"torch.{python}"] = type;
        Add("collections.OrderedDict", arguments => arguments is [] ? new PickleDictionary() : throw Wrong("OrderedDict"));
        Add("torch._utils._rebuild_tensor", RebuildTensor);
        Add("torch._utils._rebuild_tensor_v2", RebuildTensor);
        Add("torch._utils._rebuild_parameter", arguments => arguments is [RawTensor tensor, ..] ? tensor : throw Wrong("_rebuild_parameter"));
        Add("torch.Size", arguments => arguments is [object?[] sizes] ? sizes : throw Wrong("Size"));
        Add("torch.device", Device);
        // What protocol 2 writes for bytes, under the names of Python 2.
        Add("_codecs.encode", arguments => arguments is [string text, string encoding] ? Latin1(text, encoding) : throw Wrong("_codecs.encode"));
        foreach (string module in (string[])["__builtin__", "builtins"])
        {
            Add($"{module}.bytes", arguments => arguments is [] ? Array.Empty<byte>() : throw Wrong("bytes"));
            Add($"{module}.bytearray", arguments => arguments switch
            {
                [] => Array.Empty<byte>(),
                [byte[] bytes] => bytes,
                [string text, string encoding] => Latin1(text, encoding),
                _ => throw Wrong("bytearray"),
            });
        }
        return globals;

        void Add(string name, Func<object?[], object?> function) => globals[name] = new PickleFunction(name, function);
    }

    // No function may build more than its arguments take in the file: a short pickle can call it a million times.
    private static string Device(object?[] arguments) => arguments switch
    {
        [string { Length: <= MaxNameLength } type] => type,
        [string { Length: <= MaxNameLength } type, long index] => $"{type}:{index}",
        _ => throw Wrong("device"),
    };

    private byte[] Latin1(string text, string encoding)
    {
        if (encoding is not ("latin1" or "latin-1" or "iso-8859-1") || text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff'))
            throw Wrong("_codecs.encode");
        _budget -= text.Length;
        return _budget >= 0
            ? Encoding.Latin1.GetBytes(text) : throw new InvalidDataException("has texts that repeat until they are far larger than the file");
    }

    // (storage, offset, size, stride[, requires_grad, backward_hooks[, metadata]])
    private RawTensor RebuildTensor(object?[] arguments) =>
        arguments is [TorchStorage storage, long offset, object?[] { Length: <= MaxRank } size, object?[] { Length: <= MaxRank } stride, ..]
        ? storage.View(offset, Longs(size), Longs(stride), ref _budget)
        : throw Wrong("_rebuild_tensor_v2");

    private static long[] Longs(object?[] values) =>
        Array.ConvertAll(values, value => value as long? ?? throw new InvalidDataException("has a tensor with a size that is no integer"));

    private static InvalidDataException Wrong(string function) => new($"calls {function} with arguments that it does not take");
}
