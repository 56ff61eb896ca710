using Reverie.Algorithms.Ppo.Networks;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>Actor and critic as a policy for evaluations: nobody advises it.</summary>
/// <param name="network">Actor and critic.</param>
/// <param name="layout">What is seen.</param>
/// <param name="action">What an action is.</param>
/// <param name="words">Numbers of missions' words.</param>
/// <param name="longest">Words of a mission that are read, at most.</param>
/// <param name="moments">Normalises numbers that are seen; null where they stay.</param>
/// <param name="random">Draws actions.</param>
/// <param name="device">Where the networks are.</param>
internal sealed class PpoPolicy(
    ActorCritic network, InputLayout layout, ActionSpec action, Vocabulary words, int longest, RunningMoments? moments, SeededRandom random, Device device)
    : IPolicy, IDisposable
{
    private readonly ActionDraw _draw = new(action, random);
    private readonly MissionTable? _missions = layout.Mission is null ? null : new(words, longest) { Learns = false };
    private Actor? _actor;
    private InputRows? _inputs;
    private int _count;

    public void Begin(int environments, SegmentBatch? burnIn = null)
    {
        if (burnIn is not null)
            throw new NotSupportedException("PPO acts from the first step of an episode on; it takes no steps of before.");
        End();
        _count = environments;
        _actor = new Actor(network, environments, action.IsContinuous ? action.Size : action.Choices.Sum(), device);
        _inputs = new InputRows(layout, environments, _missions, device);
    }

    public void Act(StepBatch seen, ActingOptions how, ActionBatch actions)
    {
        var (actor, inputs) = (_actor!, _inputs!);
        _missions?.Clear();
        for (int i = 0; i < _count; i++)
        {
            inputs.Write(i, seen.Observations, seen.Texts, i);
            moments?.Normalise(inputs.Numbers(i));
        }
        actor.Look(inputs.All(), seen.IsFirst);
        float[] logStd = action.IsContinuous ? network.LogStd!.ToArray<float>() : [];
        int outputs = actor.Outputs.Length / _count, size = action.Size;
        for (int i = 0; i < _count; i++)
        {
            var output = actor.Outputs.AsSpan(i * outputs, outputs);
            if (action.IsContinuous)
            {
                var numbers = actions.Numbers.AsSpan(i * size, size);
                _draw.Choose(output, logStd, how.Sample, numbers);
                RolloutCollector.Bound(numbers, action, numbers);
            }
            else
            {
                _draw.Choose(output, how.Temperature, how.Sample, actions.Integers.AsSpan(i * size, size));
            }
        }
    }

    /// <summary>What actor and critic said last.</summary>
    internal Thought Think(int row)
    {
        var outputs = _actor!.Outputs.AsSpan();
        int width = outputs.Length / _count;
        return new()
        {
            Probabilities = action.Kind == ActionKind.Discrete ? Thought.Softmax(outputs.Slice(row * width, width)) : null,
            Value = _actor.Values[row],
        };
    }

    public void SaveMemory(BinaryWriter writer) => _actor!.Save(writer);

    public void RestoreMemory(int environments, BinaryReader reader)
    {
        Begin(environments);
        _actor!.Restore(reader);
    }

    public void End()
    {
        _actor?.Dispose();
        _inputs?.Dispose();
        (_actor, _inputs) = (null, null);
    }

    public void Dispose() => End();
}
