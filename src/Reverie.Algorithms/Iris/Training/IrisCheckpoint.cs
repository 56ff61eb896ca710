using System.Text;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>
/// What a checkpoint of IRIS holds: all that a bit-exact continuation needs, one named entry a part. Weights and optimizer moments are
/// .safetensors with IRIS's own names; episodes are a file each; <c>state/...</c> is the rest.
/// </summary>
internal static class IrisCheckpoint
{
    internal const string Weights = "agent.safetensors";
    private const string AdvantageScale = "state/advantage_scale"; // missing where the run was resumed with normalize_advantages
    private const string TrainEpisodes = "dataset";
    private const string TestEpisodes = "test_dataset";

    internal static IEnumerable<CheckpointFile> Files(IrisComponents components, IrisExperience experience, EpochCursor cursor)
    {
        yield return new(Weights, stream => AgentFile.Save(stream, components.Agent));
        foreach (var training in components.Trainings)
        {
            yield return new($"optimizer_{training.Name}.safetensors", stream =>
            {
                using var scope = new TensorScope();
                StateDictFile.Save(stream, training.Optimizer.StateDict().Select(pair => (pair.Key, pair.Value)));
            });
        }
        foreach (var part in Parts(components, experience, cursor))
        {
            yield return new(part.Name, stream =>
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                part.Save(writer);
            });
        }
        foreach (var file in experience.TrainDataset.CheckpointFiles(TrainEpisodes).Concat(experience.TestDataset.CheckpointFiles(TestEpisodes)))
            yield return file;
    }

    internal static void Restore(
        Checkpoint checkpoint, IrisOptions options, Worlds worlds, IrisComponents components, IrisExperience experience, EpochCursor cursor)
    {
        using var scope = new TensorScope();
        components.Agent.Load(checkpoint.PathOf(Weights));
        foreach (var training in components.Trainings)
            training.Optimizer.LoadStateDict(StateDictFile.Load(checkpoint.PathOf($"optimizer_{training.Name}.safetensors")));
        experience.TrainDataset.Restore(checkpoint, TrainEpisodes);
        experience.TestDataset.Restore(checkpoint, TestEpisodes);
        if (checkpoint.Contains(IrisState2.Name))
        {
            IrisState2.Restore(checkpoint, options, worlds, components, experience, cursor);
            return;
        }
        foreach (var part in Parts(components, experience, cursor).Where(part => part.Name != AdvantageScale || checkpoint.Contains(part.Name)))
        {
            using var reader = new BinaryReader(checkpoint.Open(part.Name));
            part.Restore(reader);
        }
    }

    /// <summary>Only the weights of what acts, for evaluation: the world model has no part in it, unless somebody wants to dream.</summary>
    internal static void RestoreActor(Checkpoint checkpoint, IrisComponents components, bool dreams = false) =>
        components.Agent.Load(checkpoint.PathOf(Weights), loadWorldModel: dreams);

    /// <summary>Whether no pretrained weights are needed beside it.</summary>
    internal static bool IsWhole(Checkpoint checkpoint) => AgentFile.IsWhole(checkpoint.PathOf(Weights));

    /// <summary>In the order in which they are restored: a collector looks at its environments and at its dataset.</summary>
    private static IEnumerable<StatePart> Parts(IrisComponents components, IrisExperience experience, EpochCursor cursor)
    {
        yield return new("state/cursor", cursor.Save, cursor.Restore);
        yield return OfDefaultGenerator("state/generators/dropout", components.Device);
        yield return Of("state/generators/actions", components.ActionDraws);
        yield return Of("state/generators/imagination", components.ImaginationDraws);
        if (components.ActorCritic.AdvantageScale is { } scale)
            yield return new(AdvantageScale, scale.Save, scale.Restore);
        yield return Of("state/random/exploration", experience.Exploration);
        yield return Of("state/random/test_exploration", experience.TestExploration);
        yield return Of("state/random/sampling", experience.Sampling);
        yield return new("state/train/environments", experience.TrainEnvironments.Save, experience.TrainEnvironments.Restore);
        yield return new("state/train/collector", experience.TrainCollector.Save, experience.TrainCollector.Restore);
        yield return new("state/test/environments", experience.TestEnvironments.Save, experience.TestEnvironments.Restore);
        yield return new("state/test/collector", experience.TestCollector.Save, experience.TestCollector.Restore);
    }

    private static StatePart Of(string name, SeededRandom random) =>
        new(name, writer => random.State.Write(writer), reader => random.State = RandomState.Read(reader));

    private static StatePart Of(string name, Generator generator) =>
        new(name, writer => writer.Write(generator.GetState()), reader => generator.SetState(All(reader)));

    private static StatePart OfDefaultGenerator(string name, Device device) => new(
        name,
        writer =>
        {
            using var generator = Generator.Default(device);
            writer.Write(generator.GetState());
        },
        reader =>
        {
            using var generator = Generator.Default(device);
            generator.SetState(All(reader));
        });

    private static byte[] All(BinaryReader reader) => reader.ReadBytes((int)reader.BaseStream.Length);

    private sealed record StatePart(string Name, Action<BinaryWriter> Save, Action<BinaryReader> Restore);
}
