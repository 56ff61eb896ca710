using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// The language model's own memory of episodes as they are played. A model with attention knows sequences of so many steps only; when they are
/// full, the newer half is read again as if it were the beginning of a sequence, which is how it learned.
/// </summary>
internal sealed class SequenceFilter : LatentFilter
{
    private readonly SequenceModel _model;
    private readonly long _batch;
    private readonly Queue<(Tensor Input, bool[] IsFirst)> _read = new();
    private IBackboneState _memory;

    public SequenceFilter(SequenceModel model, long batch) : base(Nothing(model, batch))
    {
        (_model, _batch) = (model, batch);
        _memory = model.Core.CreateState(batch, Window);
    }

    public override BackboneMemory? Memory => new(_model.Core, _memory, _read.Count == 0 ? null : _read.Last().Input.Unsqueeze(1));

    private int Window => Math.Max(2, _model.Options.Context);

    /// <summary>What is read again must be kept only where the memory can be full.</summary>
    private bool CanBeFull => _memory is KeyValueCache;

    public override void Observe(Tensor action, Tensor embedded, ReadOnlySpan<bool> isFirst, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var input = _model.Input(State.Stochastic, action);
        bool[] firsts = isFirst.ToArray();
        input = Tensor.Where(Tensor.From(isFirst, firsts.Length, 1).To(input.Device), _model.Start, input);
        State = new(Remember(input, firsts), OneHot.StraightThrough(_model.Posterior(embedded), sampler).Flatten(-2));
    }

    public override void Imagine(Tensor action, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var memory = Remember(_model.Input(State.Stochastic, action), new bool[_batch]);
        State = new(memory, OneHot.StraightThrough(_model.Prior(memory), sampler).Flatten(-2));
    }

    public override void Save(BinaryWriter writer)
    {
        base.Save(writer);
        using var scope = new TensorScope();
        var state = _memory.StateDict();
        writer.Write(state.Count);
        foreach (var (name, tensor) in state)
            Write(writer, name, tensor);
        writer.Write(_read.Count);
        foreach (var (input, firsts) in _read)
        {
            StateWriter.Write(writer, input);
            foreach (bool first in firsts)
                writer.Write(first);
        }
    }

    public override void Restore(BinaryReader reader)
    {
        base.Restore(reader);
        using var scope = new TensorScope();
        var state = new Dictionary<string, Tensor>();
        for (int left = reader.ReadInt32(); left > 0; left--)
            state[reader.ReadString()] = Read(reader);
        _memory.LoadStateDict(state);
        Forget(0);
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            var input = StateWriter.Read(reader, [_batch, _model.Core.InputSize], ScalarType.Float32, State.Recurrent.Device).KeepAlive();
            bool[] firsts = new bool[_batch];
            for (int i = 0; i < firsts.Length; i++)
                firsts[i] = reader.ReadBoolean();
            _read.Enqueue((input, firsts));
        }
    }

    protected override void Dispose(bool disposing)
    {
        _memory.Dispose();
        Forget(0);
        base.Dispose(disposing);
    }

    private static LatentState Nothing(SequenceModel model, long batch)
    {
        var device = model.Start.Device;
        return new(Tensor.Zeros([batch, model.Core.OutputSize], device: device), Tensor.Zeros([batch, model.Options.StochasticSize], device: device));
    }

    private Tensor Read(Tensor input, bool[] isFirst)
    {
        if (isFirst.Contains(true))
            _memory.Reset(Tensor.From(isFirst, isFirst.Length));
        return _model.Read(input, _memory);
    }

    private Tensor Remember(Tensor input, bool[] isFirst)
    {
        if (CanBeFull)
        {
            if (_memory.Length == Window)
                ReadAgain();
            _read.Enqueue((input.Clone().KeepAlive(), isFirst));
        }
        return Read(input, isFirst);
    }

    private void ReadAgain()
    {
        Forget(Window / 2);
        _memory.Dispose();
        _memory = _model.Core.CreateState(_batch, Window);
        var start = _model.Start.Expand(_batch, -1);
        foreach (var (index, (input, firsts)) in _read.Index())
            Read(index == 0 ? start : input, firsts);
    }

    /// <summary>All but the newest.</summary>
    private void Forget(int kept)
    {
        while (_read.Count > kept)
            _read.Dequeue().Input.Dispose();
    }

    private static void Write(BinaryWriter writer, string name, Tensor tensor)
    {
        writer.Write(name);
        writer.Write((byte)tensor.DType);
        writer.Write(tensor.Dim);
        foreach (long size in tensor.Shape)
            writer.Write(size);
        StateWriter.Write(writer, tensor);
    }

    private static Tensor Read(BinaryReader reader)
    {
        var type = (ScalarType)reader.ReadByte();
        long[] shape = new long[reader.ReadInt32()];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = reader.ReadInt64();
        return StateWriter.Read(reader, shape, type, Device.Cpu);
    }
}
