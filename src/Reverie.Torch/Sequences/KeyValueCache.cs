namespace Reverie.Torch.Sequences;

/// <summary>
/// The keys and values of every attention layer, in memory that is taken once and written in place. It holds numbers, not
/// history: gradients do not flow from one call into an earlier one. Rows that were reset keep their place, and
/// <see cref="TensorState.Seen"/> hides what they have forgotten.
/// </summary>
public class KeyValueCache : TensorState
{
    private const int Rows = 1;
    private const int Steps = 3;

    /// <param name="layers">Attention layers L.</param>
    /// <param name="batch">Rows B.</param>
    /// <param name="heads">Heads of keys and values.</param>
    /// <param name="capacity">Steps that there is room for.</param>
    /// <param name="headSize">Numbers d of one key.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where it lies.</param>
    public KeyValueCache(
        int layers, long batch, long heads, long capacity, long headSize, ScalarType type = ScalarType.Float32, Device? device = null)
        : base([("keys_values", Tensor.Zeros([2L * layers, batch, heads, capacity, headSize], type, device))], Rows)
    {
    }

    protected KeyValueCache(KeyValueCache original) : base(original)
    {
    }

    public override bool CarriesGradients => false;

    /// <summary>Steps that there is room for.</summary>
    public long Capacity => Data.Size(Steps);

    /// <summary>[2 L, B, heads, capacity, d]: a layer's keys, its values, the next layer's keys, ...</summary>
    protected Tensor Data => this[0];

    /// <summary>The keys of one layer, [B, heads, Length, d]: a view of the cache.</summary>
    public Tensor Keys(int layer) => Filled(2 * layer, Length);

    /// <summary>The values of one layer, [B, heads, Length, d]: a view of the cache.</summary>
    public Tensor Values(int layer) => Filled((2 * layer) + 1, Length);

    public override void Detach()
    {
    }

    public override IBackboneState Clone() => new KeyValueCache(this);

    /// <summary>Makes room for new steps, at need by giving up the first ones, which no row sees any more.</summary>
    /// <param name="batch">Rows of the input.</param>
    /// <param name="steps">Its steps.</param>
    /// <returns>Steps given up, by which <see cref="TensorState.Length"/> has fallen.</returns>
    /// <exception cref="ArgumentException">The state is for another batch.</exception>
    /// <exception cref="InvalidOperationException">The steps do not fit.</exception>
    public long Reserve(long batch, long steps)
    {
        RequireBatch(batch);
        long missing = Length + steps - Capacity;
        if (missing <= 0)
            return 0;
        long unseen = Unseen();
        if (unseen < missing)
        {
            throw new InvalidOperationException(
                $"The state has room for {Capacity} steps, {Length} are taken and {steps} more do not fit; create it with a larger capacity, or clear it.");
        }
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        long kept = Length - unseen;
        Data.Narrow(Steps, 0, kept).CopyFrom(Data.Narrow(Steps, unseen, kept).Clone());
        DropSteps(unseen);
        return unseen;
    }

    /// <summary>Stores a layer's new keys and values behind the old ones; <see cref="TensorState.Advance"/> follows behind the last layer.</summary>
    /// <param name="layer">Which.</param>
    /// <param name="keys">[B, heads, T, d]</param>
    /// <param name="values">[B, heads, T, d]</param>
    /// <param name="rows">The rows that they are of, integers; null: all.</param>
    /// <returns>Old and new ones of these rows together, [B, heads, Length + T, d] each; the new ones with their history.</returns>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values, Tensor? rows = null) =>
        (Append(2 * layer, keys, rows), Append((2 * layer) + 1, values, rows));

    private protected override void Forget(Tensor mask)
    {
    }

    private protected override Tensor Filled(Tensor tensor, long length) => tensor.Narrow(Steps, 0, length);

    private protected override void RequireLength(long length)
    {
        if (length > Capacity)
            throw new TorchException($"The saved state holds {length} steps but this one has room for {Capacity}; create it with a larger capacity.");
    }

    private protected override void Restore(int index, Tensor value) => Filled(Data, value.Size(Steps)).CopyFrom(value);

    private Tensor Filled(int index, long length) => Data.Select(0, index).Narrow(Steps - 1, 0, length);

    private Tensor Append(int index, Tensor fresh, Tensor? rows)
    {
        long steps = fresh.Size(2);
        using (new NoGrad())
        {
            var slot = Data.Select(0, index).Narrow(Steps - 1, Length, steps);
            if (rows is null)
                slot.CopyFrom(fresh);
            else
                slot.IndexCopyInPlace(0, rows, fresh);
        }
        if (!fresh.RequiresGrad)
            return Of(Filled(index, Length + steps));
        // A later call overwrites the cache in place: what backward needs must not lie in it.
        return Length == 0 ? fresh : Tensor.Cat([Of(Filled(index, Length)).Clone(), fresh], 2);

        Tensor Of(Tensor all) => rows is null ? all : all.IndexSelect(0, rows);
    }

    /// <summary>Steps at the beginning that no row sees.</summary>
    private long Unseen()
    {
        using var scope = new TensorScope();
        return FirstSteps?.Min().ItemInt64() ?? 0;
    }
}
