namespace Reverie.Torch.Sequences;

/// <summary>
/// A state of named tensors that have one row for each row of the batch. It counts which steps a row sees: all rows share the
/// number of steps, and each has its own first one.
/// </summary>
public abstract class TensorState : IBackboneState
{
    private const string LengthName = "length";
    private const string FirstStepsName = "first_steps";

    private readonly string[] _names;
    private readonly Tensor[] _tensors;
    private readonly int _rowDimension;

    /// <param name="tensors">The state takes them over.</param>
    /// <param name="rowDimension">Where the rows B are in their shapes.</param>
    private protected TensorState(IReadOnlyList<(string Name, Tensor Tensor)> tensors, int rowDimension)
    {
        _names = [.. tensors.Select(entry => entry.Name)];
        _tensors = [.. tensors.Select(entry => entry.Tensor.KeepAlive())];
        _rowDimension = rowDimension;
    }

    /// <summary>A copy.</summary>
    private protected TensorState(TensorState original)
    {
        (_names, _rowDimension, Length) = (original._names, original._rowDimension, original.Length);
        _tensors = Array.ConvertAll(original._tensors, tensor => tensor.Clone().KeepAlive());
        FirstSteps = original.FirstSteps?.Clone().KeepAlive();
    }

    public long Batch => _tensors[0].Size(_rowDimension);

    public long Length { get; private set; }

    public abstract bool CarriesGradients { get; }

    public bool RowsDiffer => FirstSteps is not null;

    /// <summary>The first step that each row sees, integers [B]; null: no row was reset.</summary>
    protected Tensor? FirstSteps { get; private set; }

    /// <summary>How many tensors there are.</summary>
    private protected int Count => _tensors.Length;

    public Tensor Positions() =>
        FirstSteps is { } first ? Whole(Length) - first : Tensor.Full([Batch], Length, ScalarType.Int64, _tensors[0].Device);

    /// <summary>Positions of the next steps.</summary>
    /// <returns>Integers [B, T], or [1, T] where all rows have the same.</returns>
    public Tensor NextPositions(long steps)
    {
        var device = _tensors[0].Device;
        return FirstSteps is null
            ? Tensor.Arange(Length, Length + steps, 1, ScalarType.Int64, device).Unsqueeze(0)
            : Positions().Unsqueeze(1) + Tensor.Arange(steps, device);
    }

    /// <summary>Which steps a row sees, [B, Length + T]: truth values, or null where every row sees all.</summary>
    /// <param name="steps">New steps T, which every row sees.</param>
    public Tensor? Seen(long steps) => FirstSteps is { } first ? Tensor.Arange(Length + steps, first.Device).Ge(first.Unsqueeze(1)) : null;

    /// <summary>Checks that an input is for this state.</summary>
    /// <param name="batch">The input's rows.</param>
    /// <exception cref="ArgumentException">They are not the state's.</exception>
    public void RequireBatch(long batch)
    {
        if (batch != Batch)
            throw new ArgumentException($"The state is for {Batch} rows but the input has {batch}; create a state for that many.");
    }

    /// <summary>Counts steps that all tensors have taken in.</summary>
    public void Advance(long steps) => Length += steps;

    public abstract void Detach();

    public virtual void Clear()
    {
        Length = 0;
        SetFirstSteps(null);
    }

    public void Reset(Tensor rows)
    {
        using var scope = new TensorScope();
        var mask = MaskOf(rows);
        if (Length == 0)
            return;
        Forget(mask);
        using var noGrad = new NoGrad();
        var first = FirstSteps ?? Tensor.Zeros([Batch], ScalarType.Int64, mask.Device);
        SetFirstSteps(first.MaskedFill(mask, Length));
    }

    public void SelectRows(Tensor rows)
    {
        using var scope = new TensorScope();
        var index = IndexOf(rows);
        for (int i = 0; i < _tensors.Length; i++)
            Replace(i, _tensors[i].IndexSelect(_rowDimension, index));
        if (FirstSteps is { } first)
            SetFirstSteps(first.IndexSelect(0, index));
    }

    public abstract IBackboneState Clone();

    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var result = new Dictionary<string, Tensor> { [LengthName] = Tensor.From([Length]) };
        for (int i = 0; i < _tensors.Length; i++)
            result[_names[i]] = Filled(_tensors[i], Length).Detach();
        if (FirstSteps is { } first)
            result[FirstStepsName] = first;
        return result;
    }

    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        if (state.Keys.FirstOrDefault(name => name is not (LengthName or FirstStepsName) && !_names.Contains(name)) is { } unknown)
            throw new TorchException($"The saved state holds '{unknown}', which {GetType().Name} does not have; it is another backbone's.");
        long length = Saved(LengthName, [1]).ItemInt64();
        RequireLength(length);
        var values = _names.Select((name, i) => Saved(name, Filled(_tensors[i], length).Shape)).ToArray();
        var first = state.ContainsKey(FirstStepsName) ? Saved(FirstStepsName, [Batch]) : null;
        for (int i = 0; i < values.Length; i++)
            Restore(i, values[i]);
        Length = length;
        SetFirstSteps(first?.To(_tensors[0].Device).Clone());

        Tensor Saved(string name, ReadOnlySpan<long> shape)
        {
            if (!state.TryGetValue(name, out var value))
                throw new TorchException($"The saved state lacks '{name}', which {GetType().Name} needs.");
            return value.Shape.SequenceEqual(shape)
                ? value
                : throw new TorchException(
                    $"'{name}' is [{string.Join(", ", value.Shape.ToArray())}] in the saved state but [{string.Join(", ", shape.ToArray())}] here; create the "
                    + "state for the same backbone and batch.");
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var tensor in _tensors)
            tensor.Dispose();
        SetFirstSteps(null);
    }

    /// <summary>One of the tensors, whole.</summary>
    private protected Tensor this[int index] => _tensors[index];

    /// <summary>Puts a tensor that is nobody else's in the place of one.</summary>
    private protected void Replace(int index, Tensor tensor)
    {
        var before = _tensors[index];
        _tensors[index] = tensor.KeepAlive();
        before.Dispose();
    }

    /// <summary>Gives up the first steps, which no row sees any more.</summary>
    private protected void DropSteps(long steps)
    {
        Length -= steps;
        if (FirstSteps is { } first)
            SetFirstSteps(first - Whole(steps));
    }

    /// <summary>Makes the tensors forget rows, as far as <see cref="FirstSteps"/> does not do it.</summary>
    /// <param name="mask">Truth values [B].</param>
    private protected abstract void Forget(Tensor mask);

    /// <summary>The part of a tensor that so many steps fill.</summary>
    private protected abstract Tensor Filled(Tensor tensor, long length);

    /// <summary>Refuses saved states that are too long.</summary>
    private protected abstract void RequireLength(long length);

    /// <summary>Takes over a saved value, which has the shape of the filled part.</summary>
    private protected abstract void Restore(int index, Tensor value);

    private void SetFirstSteps(Tensor? first)
    {
        FirstSteps?.Dispose();
        FirstSteps = first?.KeepAlive();
    }

    /// <summary>A number beside integers, which stay integers.</summary>
    private Tensor Whole(long value) => Tensor.Full([1], value, ScalarType.Int64, _tensors[0].Device);

    /// <summary>Truth values [B].</summary>
    private Tensor MaskOf(Tensor rows)
    {
        RequireRows(rows);
        var here = rows.To(_tensors[0].Device);
        return rows.DType == ScalarType.Bool
            ? here
            : Tensor.Zeros([Batch], ScalarType.Bool, here.Device).IndexPutInPlace(here.Long(), Tensor.Ones([1], ScalarType.Bool, here.Device));
    }

    /// <summary>Integers [B'].</summary>
    private Tensor IndexOf(Tensor rows)
    {
        RequireRows(rows);
        var here = rows.To(_tensors[0].Device);
        return rows.DType == ScalarType.Bool ? here.NonZero().Squeeze(1) : here.Long();
    }

    private void RequireRows(Tensor rows)
    {
        bool fits = rows.Dim == 1 && (rows.DType == ScalarType.Bool ? rows.Size(0) == Batch : rows.DType is ScalarType.Int64 or ScalarType.Int32);
        if (!fits)
            throw new ArgumentException($"The rows are {rows} but must be truth values [{Batch}] or integers [n].", nameof(rows));
    }
}
