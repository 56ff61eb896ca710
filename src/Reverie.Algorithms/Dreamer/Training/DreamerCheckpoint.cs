using System.Text;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Replay;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>What a checkpoint holds: all that a bit-exact continuation needs, one named entry a part. Weights have SheepRL's names.</summary>
internal sealed class DreamerCheckpoint(DreamerComponents components, DreamerExperience experience, DreamerCursor cursor, ReplayRatio ratio)
{
    internal const string Weights = "agent.safetensors";
    private const string Rows = "replay", ReplayState = "state/replay";

    /// <param name="hasReplay">Whether the replay is kept, too.</param>
    public IEnumerable<CheckpointFile> Files(bool hasReplay)
    {
        yield return new(Weights, stream => AgentFile.Save(stream, components.Model));
        foreach (var (name, optimizer) in components.Optimizers.All)
        {
            yield return new(OptimizerName(name), stream =>
            {
                using var scope = new TensorScope();
                StateDictFile.Save(stream, optimizer.StateDict().Select(pair => (pair.Key, pair.Value)));
            });
        }
        foreach (var part in Parts())
            yield return Written(part.Name, part.Save);
        if (!hasReplay)
            yield break;
        yield return Written(ReplayState, experience.Replay.Save);
        foreach (var file in experience.Replay.Files(Rows))
            yield return file;
    }

    public void Restore(Checkpoint checkpoint)
    {
        using var scope = new TensorScope();
        LoadWeights(checkpoint, components.Model);
        foreach (var (name, optimizer) in components.Optimizers.All)
            optimizer.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(OptimizerName(name))));
        foreach (var part in Parts())
        {
            using var reader = new BinaryReader(checkpoint.Open(part.Name));
            part.Restore(reader);
        }
        if (!checkpoint.Contains(ReplayState))
            return;
        using var state = new BinaryReader(checkpoint.Open(ReplayState));
        experience.Replay.Restore(checkpoint, Rows, state);
    }

    /// <summary>Only the networks' weights; pretrained ones that rest are there already.</summary>
    internal static void LoadWeights(Checkpoint checkpoint, DreamerModel model)
    {
        string path = checkpoint.PathOf(Weights);
        AgentFile.Copy(model, StateDictFile.Load(path), path);
    }

    private static string OptimizerName(string name) => $"optimizer_{name}.safetensors";

    private static CheckpointFile Written(string name, Action<BinaryWriter> save) => new(name, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        save(writer);
    });

    /// <summary>In the order in which they are restored.</summary>
    private IEnumerable<Part> Parts()
    {
        yield return new("state/cursor", cursor.Save, cursor.Restore);
        yield return new("state/ratio", writer => writer.Write(ratio.Paid ?? double.NaN), reader => ratio.Paid = Known(reader.ReadDouble()));
        yield return new("state/moments", SaveRange, RestoreRange);
        yield return Of("state/generators/actions", components.ActionDraws);
        yield return Of("state/generators/learning", components.LearningDraws);
        yield return Of("state/random/exploration", experience.Exploration);
        yield return Of("state/random/sampling", experience.Sampling);
        yield return new("state/environments", experience.Environments.Save, experience.Environments.Restore);
        yield return new("state/episodes", experience.Save, experience.Restore);
        yield return new(
            "state/memory", components.Policy.SaveMemory, reader => components.Policy.RestoreMemory(experience.Environments.Count, reader));
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private void SaveRange(BinaryWriter writer)
    {
        writer.Write(components.Range.Low);
        writer.Write(components.Range.High);
    }

    private void RestoreRange(BinaryReader reader) => (components.Range.Low, components.Range.High) = (reader.ReadSingle(), reader.ReadSingle());

    private static Part Of(string name, SeededRandom random) =>
        new(name, writer => random.State.Write(writer), reader => random.State = RandomState.Read(reader));

    private static Part Of(string name, Generator generator) =>
        new(name, writer => writer.Write(generator.GetState()), reader => generator.SetState(reader.ReadBytes((int)reader.BaseStream.Length)));

    private sealed record Part(string Name, Action<BinaryWriter> Save, Action<BinaryReader> Restore);
}
