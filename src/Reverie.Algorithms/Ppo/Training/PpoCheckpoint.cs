using System.Text;
using Reverie.Algorithms.Ppo.Agents;
using Reverie.Algorithms.Ppo.Networks;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo.Training;

/// <summary>What a checkpoint of PPO holds: all that a bit-exact continuation needs, one named entry a part.</summary>
internal static class PpoCheckpoint
{
    private const string Weights = "agent.safetensors", Moments = "optimizer.safetensors", Cursor = "state/cursor", Words = "state/words",
        Seen = "state/observation_moments";

    internal static IEnumerable<CheckpointFile> Files(PpoComponents components, PpoCursor cursor)
    {
        yield return new(Weights, stream =>
        {
            using var scope = new TensorScope();
            StateDictFile.Save(stream, components.Network.StateDict());
        });
        yield return new(Moments, stream =>
        {
            using var scope = new TensorScope();
            StateDictFile.Save(stream, components.Optimizer.StateDict().Select(pair => (pair.Key, pair.Value)));
        });
        foreach (var part in Parts(components, cursor))
        {
            yield return new(part.Name, stream =>
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                part.Save(writer);
            });
        }
    }

    internal static void Restore(Checkpoint checkpoint, PpoComponents components, PpoCursor cursor)
    {
        using (new TensorScope())
        {
            components.Network.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(Weights)));
            components.Optimizer.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(Moments)));
        }
        foreach (var part in Parts(components, cursor))
        {
            using var reader = new BinaryReader(checkpoint.Open(part.Name));
            part.Restore(reader);
        }
    }

    /// <summary>Only what acting needs, for evaluation.</summary>
    internal static void RestoreActor(Checkpoint checkpoint, ActorCritic network, Vocabulary words, RunningMoments? moments)
    {
        using (new TensorScope())
            network.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(Weights)));
        using (var reader = new BinaryReader(checkpoint.Open(Words)))
            words.Restore(reader);
        if (moments is null)
            return;
        using var numbers = new BinaryReader(checkpoint.Open(Seen));
        moments.Restore(numbers);
    }

    /// <summary>How far the run was.</summary>
    internal static PpoCursor CursorOf(Checkpoint checkpoint)
    {
        var cursor = new PpoCursor();
        using var reader = new BinaryReader(checkpoint.Open(Cursor));
        cursor.Restore(reader);
        return cursor;
    }

    /// <summary>In the order in which they are restored: a guide looks at its environments.</summary>
    private static IEnumerable<Part> Parts(PpoComponents components, PpoCursor cursor)
    {
        yield return new(Cursor, cursor.Save, cursor.Restore);
        yield return Of("state/random/actions", components.ActionRandom);
        yield return Of("state/random/order", components.OrderRandom);
        yield return new("state/environments", components.Worlds.Save, components.Worlds.Restore);
        yield return new("state/episodes", components.Tally.Save, components.Tally.Restore);
        yield return new("state/memory", components.Actor.Save, components.Actor.Restore);
        yield return new(Words, components.Words.Save, components.Words.Restore);
        if (components.Moments is { } moments)
            yield return new(Seen, moments.Save, moments.Restore);
        if (components.Scale is { } scale)
            yield return new("state/reward_scale", scale.Save, scale.Restore);
        if (components.Guide is { } guide)
            yield return new("state/guidance", guide.Save, guide.Restore);
    }

    private static Part Of(string name, SeededRandom random) =>
        new(name, writer => random.State.Write(writer), reader => random.State = RandomState.Read(reader));

    private sealed record Part(string Name, Action<BinaryWriter> Save, Action<BinaryReader> Restore);
}
