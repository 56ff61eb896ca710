namespace Reverie.Torch.Serialization;

/// <summary>
/// Reads Python pickles of plain data. It can build lists, tuples, dicts, numbers and texts, and calls only the functions
/// that <paramref name="globals"/> lists; there is nothing in it that could look up or run other code.
/// </summary>
/// <remarks>
/// Values become: None null, bool <see cref="bool"/>, int <see cref="long"/> or BigInteger, float <see cref="double"/>,
/// str <see cref="string"/>, bytes byte[], list <see cref="List{T}"/> of objects, tuple object[], dict <see cref="PickleDictionary"/>.
/// Problems are thrown as <see cref="InvalidDataException"/> with a clause that completes "the file ...".
/// </remarks>
/// <param name="globals">What a Python name such as <c>collections.OrderedDict</c> stands for.</param>
/// <param name="persistentLoad">Resolves a persistent id, which in a <c>.pt</c> file names a storage.</param>
/// <param name="budget">The memory that the values may take.</param>
internal sealed class PickleReader(IReadOnlyDictionary<string, object> globals, Func<object?, object?> persistentLoad, PickleBudget budget)
{
    private const int HighestProtocol = 5;

    private readonly PickleStack _stack = new();
    private readonly Dictionary<object, object?> _memo = new(PickleKeyComparer.Instance);

    public object? Read(ReadOnlySpan<byte> pickle)
    {
        var input = new PickleInput(pickle);
        while (true)
        {
            byte code = input.Byte();
            if ((PickleOpcode)code == PickleOpcode.Stop)
            {
                object? result = _stack.Pop();
                PickleLimits.Check(result);
                return result;
            }
            budget.Take(Cost((PickleOpcode)code));
            Execute((PickleOpcode)code, ref input);
        }
    }

    private void Execute(PickleOpcode code, ref PickleInput input)
    {
        switch (code)
        {
            case PickleOpcode.Proto: CheckProtocol(input.Byte()); break;
            case PickleOpcode.Frame: input.UInt64(); break;
            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.Pop: _stack.Pop(); break;
            case PickleOpcode.PopMark: _stack.PopToMark(); break;
            case PickleOpcode.Dup: _stack.Push(_stack.Peek()); break;

            case PickleOpcode.None: _stack.Push(null); break;
            case PickleOpcode.NewTrue: _stack.Push(true); break;
            case PickleOpcode.NewFalse: _stack.Push(false); break;
            case PickleOpcode.BinInt: _stack.Push((long)input.Int32()); break;
            case PickleOpcode.BinInt1: _stack.Push((long)input.Byte()); break;
            case PickleOpcode.BinInt2: _stack.Push((long)input.UInt16()); break;
            case PickleOpcode.Long1: _stack.Push(input.Integer(input.Byte())); break;
            case PickleOpcode.BinFloat: _stack.Push(input.Double()); break;
            case PickleOpcode.ShortBinUnicode: _stack.Push(input.Text(input.Byte())); break;
            case PickleOpcode.BinUnicode: _stack.Push(input.Text(input.UInt32())); break;
            case PickleOpcode.BinUnicode8: _stack.Push(input.Text(input.UInt64())); break;
            case PickleOpcode.ShortBinString: _stack.Push(input.Latin1(input.Byte())); break;
            case PickleOpcode.BinString: _stack.Push(input.Latin1(input.UInt32())); break;
            case PickleOpcode.ShortBinBytes: _stack.Push(input.Bytes(input.Byte())); break;
            case PickleOpcode.BinBytes8:
            case PickleOpcode.ByteArray8: _stack.Push(input.Bytes(input.UInt64())); break;
            case PickleOpcode.BinBytes: _stack.Push(input.Bytes(input.UInt32())); break;

            case PickleOpcode.EmptyTuple: _stack.Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple1: _stack.Push(_stack.Pop(1)); break;
            case PickleOpcode.Tuple2: _stack.Push(_stack.Pop(2)); break;
            case PickleOpcode.Tuple3: _stack.Push(_stack.Pop(3)); break;
            case PickleOpcode.Tuple: _stack.Push(_stack.PopToMark()); break;
            case PickleOpcode.EmptyList: _stack.Push(new List<object?>()); break;
            case PickleOpcode.List: _stack.Push(_stack.PopToMark().ToList()); break;
            case PickleOpcode.Append: Append(_stack.Pop(1)); break;
            case PickleOpcode.Appends: Append(_stack.PopToMark()); break;
            case PickleOpcode.EmptyDict: _stack.Push(new PickleDictionary()); break;
            case PickleOpcode.Dict: PushDictionary(_stack.PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(_stack.Pop(2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopToMark()); break;

            case PickleOpcode.BinPut: _memo[(long)input.Byte()] = _stack.Peek(); break;
            case PickleOpcode.LongBinPut: _memo[(long)input.UInt32()] = _stack.Peek(); break;
            case PickleOpcode.Memoize: _memo[(long)_memo.Count] = _stack.Peek(); break;
            case PickleOpcode.BinGet: PushRemembered(input.Byte()); break;
            case PickleOpcode.LongBinGet: PushRemembered(input.UInt32()); break;

            case PickleOpcode.Global: PushGlobal($"{input.Line()}.{input.Line()}"); break;
            case PickleOpcode.StackGlobal: PushGlobal(string.Join('.', _stack.Pop(2))); break;
            case PickleOpcode.BinPersId: _stack.Push(persistentLoad(_stack.Pop())); break;
            case PickleOpcode.Reduce: Call(); break;
            case PickleOpcode.Build: SetAttributes(); break;

            default:
                throw new InvalidDataException($"uses the pickle operation 0x{(byte)code:x2}, which plain data does not need and Reverie does not run");
        }
    }

    private static int Cost(PickleOpcode code) => code switch
    {
        PickleOpcode.EmptyDict or PickleOpcode.Dict or PickleOpcode.Reduce => PickleBudget.Dictionary,
        PickleOpcode.EmptyList or PickleOpcode.List or PickleOpcode.Tuple or PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3 =>
            PickleBudget.Sequence,
        PickleOpcode.BinPut or PickleOpcode.LongBinPut or PickleOpcode.Memoize => 2 * PickleBudget.Value,
        _ => PickleBudget.Value,
    };

    private static void CheckProtocol(byte protocol)
    {
        if (protocol is < 2 or > HighestProtocol)
            throw new InvalidDataException($"uses pickle protocol {protocol}, and Reverie reads 2 to {HighestProtocol}");
    }

    private void PushRemembered(uint index) => _stack.Push(_memo.TryGetValue((long)index, out object? value)
        ? value
        : throw new InvalidDataException($"recalls the value {index}, which it never stored"));

    private void PushGlobal(string name) => _stack.Push(globals.TryGetValue(name, out object? value)
        ? value
        : throw new InvalidDataException($"refers to {QuotedName.Of(name)}, which is not plain data and is not run or loaded"));

    private void Call()
    {
        object?[] arguments = _stack.Pop() as object?[] ?? throw new InvalidDataException("calls a function with something other than a tuple");
        var function = _stack.Pop() as PickleFunction ?? throw new InvalidDataException("calls something that is no function");
        _stack.Push(function.Invoke(arguments));
    }

    private void Append(object?[] items) =>
        (_stack.Peek() as List<object?> ?? throw new InvalidDataException("appends to something that is no list")).AddRange(items);

    private void PushDictionary(object?[] keysAndValues)
    {
        _stack.Push(new PickleDictionary());
        SetItems(keysAndValues);
    }

    private void SetItems(object?[] keysAndValues)
    {
        var target = _stack.Peek() as PickleDictionary ?? throw new InvalidDataException("sets items of something that is no dict");
        if (keysAndValues.Length % 2 != 0)
            throw new InvalidDataException("sets a dict's key without a value");
        for (int i = 0; i < keysAndValues.Length; i += 2)
        {
            object? key = keysAndValues[i];
            target[key is string or long or double or bool ? key : throw new InvalidDataException("has a dict key that is no text, number or boolean")] =
                keysAndValues[i + 1];
        }
    }

    private void SetAttributes()
    {
        var state = _stack.Pop() as PickleDictionary;
        if (state is null || _stack.Peek() is not PickleDictionary target || state.Keys.Any(key => key is not string))
            throw new InvalidDataException("sets attributes of something that is no OrderedDict");
        foreach (var (name, value) in state)
            target.Attributes[(string)name] = value;
    }
}
