using Reverie.Algorithms.Ppo.Agents;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.Training.Data;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>The founding project's networks as a policy without advice.</summary>
internal sealed class OriginalPolicy(OriginalNetwork network, ActionSpec action, SeededRandom random) : IPolicy
{
    internal const string View = "image";

    private readonly ActionDraw _draw = new(action, random);

    /// <exception cref="ConfigException">The level shows something else.</exception>
    internal static int CheckedActions(StepLayout layout, string level) =>
        layout.Observations.Any(spec => spec is { Name: View, Type: ElementType.UInt8, Length: OriginalNetwork.Symbols }) && layout.Action.Kind == ActionKind.Discrete
            ? layout.Action.Choices[0]
            : throw new ConfigException($"'env_name' must be a MiniGrid level with a 7x7 view, and {level} shows ({layout}).");

    public void Begin(int environments, SegmentBatch? burnIn = null)
    {
    }

    public void Act(StepBatch seen, ActingOptions how, ActionBatch actions)
    {
        float[] logits = Look(seen, out _);
        for (int i = 0; i < seen.Count; i++)
            _draw.Choose(logits.AsSpan(i * network.Actions, network.Actions), how.Temperature, how.Sample, actions.Integers.AsSpan(i, 1));
    }

    /// <summary>Logits of all environments, and what the critic says.</summary>
    internal float[] Look(StepBatch seen, out double[] values)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var (logits, worth) = network.Forward(Tensor.From(seen[View].As<byte>(), seen.Count, OriginalNetwork.Symbols));
        values = worth.ToArray<double>();
        return logits.Float().ToArray<float>();
    }

    public void SaveMemory(BinaryWriter writer)
    {
    }

    public void RestoreMemory(int environments, BinaryReader reader)
    {
    }

    public void End()
    {
    }
}
