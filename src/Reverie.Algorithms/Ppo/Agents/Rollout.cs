using Reverie.Algorithms.Ppo.Losses;
using Reverie.Algorithms.Ppo.Networks;
using Reverie.Environments.Arrays;
using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>The steps between two updates: T of each of N environments, index t * N + n, in buffers that are made once.</summary>
internal sealed class Rollout : IDisposable
{
    private readonly ActionSpec _action;
    private readonly Device _device;

    /// <param name="layout">What is seen.</param>
    /// <param name="action">What an action is.</param>
    /// <param name="steps">T.</param>
    /// <param name="environments">N.</param>
    /// <param name="sequence">Steps through which gradients flow back in a memory.</param>
    /// <param name="network">Says how wide the memory is.</param>
    /// <param name="table">Numbers the missions.</param>
    /// <param name="isAdvised">Whether advice is kept.</param>
    /// <param name="device">Where the networks are.</param>
    internal Rollout(
        InputLayout layout, ActionSpec action, int steps, int environments, int sequence, ActorCritic network, MissionTable? table, bool isAdvised, Device device)
    {
        (_action, _device, Steps, Environments) = (action, device, steps, environments);
        Sequence = network.MemoryWidth > 0 ? Math.Min(sequence, steps) : 0;
        int count = steps * environments;
        Inputs = new InputRows(layout, count, table, device);
        Choices = new long[action.IsContinuous ? 0 : count * action.Size];
        Numbers = new float[action.IsContinuous ? count * action.Size : 0];
        (LogProbabilities, Values, Rewards, FinalValues) = (new float[count], new float[count], new float[count], new float[count]);
        (Advantages, Returns, LastValues) = (new float[count], new float[count], new float[environments]);
        (Terminated, Truncated, IsFirst) = (new bool[count], new bool[count], new bool[count]);
        if (isAdvised)
            (Advice, Weights) = (new float[count * action.Choices[0]], new float[count]);
        using var scope = new TensorScope();
        if (Sequence > 0)
            Memories = Tensor.Zeros([steps / Sequence, 2, environments, network.MemoryWidth], device: device).KeepAlive();
    }

    internal int Steps { get; }

    internal int Environments { get; }

    /// <summary>Steps of a sequence; 0 without a memory.</summary>
    internal int Sequence { get; }

    internal InputRows Inputs { get; }

    internal long[] Choices { get; }

    internal float[] Numbers { get; }

    internal float[] LogProbabilities { get; }

    internal float[] Values { get; }

    internal float[] Rewards { get; }

    /// <summary>Where an episode was cut off, the value of what the step led to.</summary>
    internal float[] FinalValues { get; }

    /// <summary>After the last step, [N].</summary>
    internal float[] LastValues { get; }

    internal float[] Advantages { get; }

    internal float[] Returns { get; }

    internal bool[] Terminated { get; }

    internal bool[] Truncated { get; }

    /// <summary>Whether what was seen before the step was the first of an episode.</summary>
    internal bool[] IsFirst { get; }

    /// <summary>What was advised when acting, [T * N, A]; null without an adviser that acts.</summary>
    internal float[]? Advice { get; }

    /// <summary>How much it weighed, [T * N].</summary>
    internal float[]? Weights { get; }

    /// <summary>The memory before each sequence, [T / L, 2, N, width]; null without one.</summary>
    internal Tensor? Memories { get; }

    /// <summary>What the update holds the networks against.</summary>
    internal StepTargets Targets() => new(Row(LogProbabilities), Row(Values), Row(Advantages), Row(Returns));

    /// <summary>The order of a pass: steps, or with a memory whole sequences step by step, minibatch by minibatch.</summary>
    /// <param name="permutation">Of the units: steps or sequences.</param>
    /// <param name="minibatches">Into which the pass is cut.</param>
    internal Tensor Order(long[] permutation, int minibatches)
    {
        if (Sequence == 0)
            return Tensor.From(permutation, permutation.Length).To(_device);
        long[] order = new long[permutation.Length * Sequence];
        int size = permutation.Length / minibatches, next = 0;
        for (int first = 0; first < permutation.Length; first += size)
        {
            for (int t = 0; t < Sequence; t++)
            {
                foreach (long unit in permutation.AsSpan(first, size))
                    order[next++] = ((((unit / Environments) * Sequence) + t) * Environments) + (unit % Environments);
            }
        }
        return Tensor.From(order, order.Length).To(_device);
    }

    /// <summary>Steps or sequences.</summary>
    internal int Units => Sequence == 0 ? Steps * Environments : Steps / Sequence * Environments;

    /// <summary>What the networks say now of some steps.</summary>
    /// <param name="network">Actor and critic.</param>
    /// <param name="steps">Indices [B]; with a memory whole sequences, step by step.</param>
    internal StepEvaluation Evaluate(ActorCritic network, Tensor steps)
    {
        var rows = steps.To(Device.Cpu);
        var inputs = Inputs.Select(rows);
        var output = Sequence == 0 ? network.Forward(inputs) : Unroll(network, inputs, rows);
        (Tensor LogProbabilities, Tensor Entropies) law;
        if (_action.IsContinuous)
            law = ActionLaw.Numbers(output.Actor, network.LogStd!, Select(Numbers, _action.Size));
        else if (Advice is null)
            law = ActionLaw.Choices(output.Actor, _action, SelectChoices());
        else
            law = ActionLaw.Advised(output.Actor, Select(Advice, _action.Choices[0]), Select(Weights!, 1).Squeeze(1), SelectChoices());
        return new(law.LogProbabilities, output.Values, law.Entropies);

        Tensor SelectChoices() => Tensor.From(Choices, Choices.Length / _action.Size, _action.Size).IndexSelect(0, rows).To(_device);

        Tensor Select(float[] all, int width) => Tensor.From(all, all.Length / width, width).IndexSelect(0, rows).To(_device);
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Memories?.Dispose();
    }

    private PpoOutput Unroll(ActorCritic network, PpoInputs inputs, Tensor rows)
    {
        long count = rows.NumElements / Sequence, width = network.MemoryWidth;
        // The first steps of the sequences say which memories they begin with: [T / L, 2, N, width] becomes [T / L * N, 2, width].
        long[] begins = Array.ConvertAll(
            rows.Narrow(0, 0, count).ToArray<long>(), step => (step / ((long)Sequence * Environments) * Environments) + (step % Environments));
        var memory = Memories!.Transpose(1, 2).Reshape(-1, 2, width).IndexSelect(0, Tensor.From(begins, count).To(_device));
        var isFirst = Tensor.From(IsFirst, IsFirst.Length).IndexSelect(0, rows).View(Sequence, count).To(_device);
        return network.Forward(inputs, isFirst, memory.Select(1, 0), memory.Select(1, 1)).Output;
    }

    private Tensor Row(float[] numbers) => Tensor.From(numbers, numbers.Length).To(_device);
}
