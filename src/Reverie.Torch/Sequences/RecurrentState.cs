namespace Reverie.Torch.Sequences;

/// <summary>
/// The memory of a recurrent backbone, whose size never grows. Calls that are recorded for gradients hang together until
/// <see cref="Detach"/>: truncated back-propagation through time.
/// </summary>
public abstract class RecurrentState : TensorState
{
    private readonly IReadOnlyList<StateSlot> _slots;

    /// <param name="batch">Rows B.</param>
    /// <param name="slots">The tensors, [B, shape] each.</param>
    /// <param name="type">Their element type.</param>
    /// <param name="device">Where they lie.</param>
    protected RecurrentState(long batch, IReadOnlyList<StateSlot> slots, ScalarType type = ScalarType.Float32, Device? device = null)
        : base([.. slots.Select(slot => (slot.Name, Fresh(slot, batch, type, device ?? Device.Cpu)))], rowDimension: 0) => _slots = slots;

    protected RecurrentState(RecurrentState original) : base(original) => _slots = original._slots;

    public override bool CarriesGradients => true;

    /// <summary>A tensor of the memory, [B, ...], until it is set anew.</summary>
    protected Tensor Get(int slot) => this[slot];

    /// <summary>Remembers a copy of this from now on, with its history.</summary>
    protected void Set(int slot, Tensor value) => Replace(slot, value.To(this[slot].DType).Clone());

    public override void Detach()
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].RequiresGrad)
                Replace(i, this[i].Detach());
        }
    }

    public override void Clear()
    {
        for (int i = 0; i < Count; i++)
            Replace(i, Fresh(_slots[i], Batch, this[i].DType, this[i].Device));
        base.Clear();
    }

    private protected override void Forget(Tensor mask)
    {
        for (int i = 0; i < Count; i++)
        {
            var rows = mask.View([Batch, .. Enumerable.Repeat(1L, this[i].Dim - 1)]);
            var kept = this[i];
            Replace(i, _slots[i].Learned is { } learned ? Tensor.Where(rows, learned().To(kept.DType), kept) : kept.MaskedFill(rows, _slots[i].Start));
        }
    }

    private protected override Tensor Filled(Tensor tensor, long length) => tensor;

    private protected override void RequireLength(long length)
    {
    }

    private protected override void Restore(int index, Tensor value) => Set(index, value.To(this[index].Device));

    private static Tensor Fresh(StateSlot slot, long batch, ScalarType type, Device device) =>
        slot.Learned is { } learned
            ? learned().To(type).Unsqueeze(0).Expand([batch, .. slot.Shape]).Contiguous()
            : Tensor.Full([batch, .. slot.Shape], slot.Start, type, device);
}
