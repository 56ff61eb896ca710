using Reverie.Algorithms.Ppo.Networks;
using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>The networks in use: they look at N environments step by step, remember where they have a memory, and say logits and values.</summary>
internal sealed class Actor : IDisposable
{
    private readonly ActorCritic _network;
    private readonly Tensor? _hidden, _cell;
    private readonly int _count;

    /// <param name="network">Actor and critic.</param>
    /// <param name="count">N.</param>
    /// <param name="outputs">Logits or means of an action, A.</param>
    /// <param name="device">Where the networks are.</param>
    internal Actor(ActorCritic network, int count, int outputs, Device device)
    {
        (_network, _count, Outputs, Values) = (network, count, new float[count * outputs], new float[count]);
        if (network.MemoryWidth == 0)
            return;
        using var scope = new TensorScope();
        _hidden = Tensor.Zeros([count, network.MemoryWidth], device: device).KeepAlive();
        _cell = Tensor.Zeros([count, network.MemoryWidth], device: device).KeepAlive();
    }

    /// <summary>Logits or means, [N, A].</summary>
    internal float[] Outputs { get; }

    /// <summary>[N]</summary>
    internal float[] Values { get; }

    /// <summary>The memory before the next step, [2, N, width]; null without one.</summary>
    internal Tensor? Memory => _hidden is null ? null : Tensor.Stack([_hidden, _cell!]);

    /// <summary>Looks at the present step of all environments and remembers it.</summary>
    /// <param name="inputs">[N, ...]</param>
    /// <param name="isFirst">Where the memory begins anew, [N].</param>
    internal void Look(PpoInputs inputs, bool[] isFirst)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var output = Forward(inputs, isFirst, remembers: true);
        output.Actor.CopyTo(Outputs.AsSpan());
        output.Values.CopyTo(Values.AsSpan());
    }

    /// <summary>The values of what is not the next step, such as the last of an episode; nothing is remembered.</summary>
    /// <param name="inputs">[N, ...]</param>
    /// <param name="isFirst">Where the memory begins anew, [N].</param>
    /// <param name="values">Receives the values, [N].</param>
    internal void Judge(PpoInputs inputs, bool[] isFirst, Span<float> values)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        Forward(inputs, isFirst, remembers: false).Values.CopyTo(values);
    }

    internal void Save(BinaryWriter writer)
    {
        using var scope = new TensorScope();
        foreach (float number in Memory?.ToArray<float>() ?? [])
            writer.Write(number);
    }

    internal void Restore(BinaryReader reader)
    {
        if (_hidden is null)
            return;
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        float[] numbers = new float[2 * _hidden.NumElements];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = reader.ReadSingle();
        var memory = Tensor.From(numbers, 2, _count, _network.MemoryWidth);
        _hidden.CopyFrom(memory.Select(0, 0));
        _cell!.CopyFrom(memory.Select(0, 1));
    }

    public void Dispose()
    {
        _hidden?.Dispose();
        _cell?.Dispose();
    }

    private PpoOutput Forward(PpoInputs inputs, bool[] isFirst, bool remembers)
    {
        if (_hidden is null)
            return _network.Forward(inputs);
        var (output, hidden, cell) = _network.Forward(inputs, Tensor.From(isFirst, 1, _count).To(_hidden.Device), _hidden, _cell!);
        if (remembers)
        {
            _hidden.CopyFrom(hidden);
            _cell!.CopyFrom(cell);
        }
        return output;
    }
}
