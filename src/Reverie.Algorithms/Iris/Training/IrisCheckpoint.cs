using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>
/// What a checkpoint of IRIS holds: all that a bit-exact continuation needs. Weights and optimizer moments are .safetensors with
/// IRIS's own names; episodes are a file each; the rest (random states, open episodes, environments, cursor) is <c>state.bin</c>.
/// </summary>
internal static class IrisCheckpoint
{
    internal const string Weights = "agent.safetensors";
    private const string State = "state.bin";
    private const string TrainEpisodes = "dataset";
    private const string TestEpisodes = "test_dataset";
    private const int StateVersion = 2;

    internal static IEnumerable<CheckpointFile> Files(IrisComponents components, IrisExperience experience, EpochCursor cursor)
    {
        yield return new(Weights, stream => StateDictFile.Save(stream, components.Agent.StateDict()));
        foreach (var training in components.Trainings)
        {
            yield return new($"optimizer_{training.Name}.safetensors", stream =>
            {
                using var scope = new TensorScope();
                StateDictFile.Save(stream, training.Optimizer.StateDict().Select(pair => (pair.Key, pair.Value)));
            });
        }
        yield return new(State, stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(StateVersion);
            cursor.Save(writer);
            foreach (byte[] state in GeneratorStates(components))
            {
                writer.Write(state.Length);
                writer.Write(state);
            }
            experience.Save(writer);
        });
        foreach (var file in experience.TrainDataset.CheckpointFiles(TrainEpisodes).Concat(experience.TestDataset.CheckpointFiles(TestEpisodes)))
            yield return file;
    }

    internal static void Restore(Checkpoint checkpoint, IrisComponents components, IrisExperience experience, EpochCursor cursor)
    {
        using var scope = new TensorScope();
        components.Agent.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(Weights)));
        foreach (var training in components.Trainings)
            training.Optimizer.LoadStateDict(StateDictFile.Load(checkpoint.PathOf($"optimizer_{training.Name}.safetensors")));
        experience.TrainDataset.Restore(checkpoint, TrainEpisodes);
        experience.TestDataset.Restore(checkpoint, TestEpisodes);
        using var reader = new BinaryReader(checkpoint.Open(State));
        if (reader.ReadInt32() is var version && version != StateVersion)
        {
            throw new CheckpointException(
                $"The checkpoint was written in format {version}, but this Reverie reads format {StateVersion}; resume it with the version that wrote it.");
        }

        cursor.Restore(reader);
        using (var dropout = Generator.Default(components.Device))
            dropout.SetState(reader.ReadBytes(reader.ReadInt32()));
        components.ActionDraws.SetState(reader.ReadBytes(reader.ReadInt32()));
        components.ImaginationDraws.SetState(reader.ReadBytes(reader.ReadInt32()));
        experience.Restore(reader);
    }

    /// <summary>Only the weights, for evaluation.</summary>
    internal static void RestoreWeights(Checkpoint checkpoint, IrisComponents components)
    {
        using var scope = new TensorScope();
        components.Agent.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(Weights)));
    }

    private static IEnumerable<byte[]> GeneratorStates(IrisComponents components)
    {
        using (var dropout = Generator.Default(components.Device))
            yield return dropout.GetState();
        yield return components.ActionDraws.GetState();
        yield return components.ImaginationDraws.GetState();
    }
}
