using System.Text.Json;
using Reverie.Training.Data;

namespace Reverie.Training.Tests.Data;

/// <summary>The recorded episodes, and comparisons of batches with recorded ones.</summary>
internal sealed class GoldenEpisodes
{
    public GoldenTensors Tensors { get; } = new(Repository.Golden("iris/dataset/dataset.safetensors"));

    public JsonElement Json { get; } = JsonDocument.Parse(File.ReadAllText(Repository.Golden("iris/dataset/dataset.json"))).RootElement;

    public Episode Episode(string name)
    {
        return EpisodeFileVersion1.Make(
            Tensors.Shape($"{name}.observations")[1..], Tensors.Read<byte>($"{name}.observations"), Tensors.Read<long>($"{name}.actions"),
            Tensors.Read<float>($"{name}.rewards"), Array.ConvertAll(Tensors.Read<long>($"{name}.ends"), end => end != 0));
    }

    public EpisodeDataset Dataset()
    {
        var dataset = new EpisodeDataset();
        for (int i = 0; i < 4; i++)
            dataset.Add(Episode($"episode{i}"));
        return dataset;
    }

    public void AssertEqual(string name, SegmentBatch batch)
    {
        // Sampled batches are recorded as numbers in [0, 1], segments as bytes.
        bool isSampled = name.StartsWith("batch", StringComparison.Ordinal);
        byte[] observations = isSampled
            ? Array.ConvertAll(Tensors.Read<float>($"{name}.observations"), value => (byte)MathF.Round(value * 255))
            : Tensors.Read<byte>($"{name}.observations");
        Assert.Equal(observations, batch.Observations[0].Bytes);
        Assert.Equal(Tensors.Read<long>($"{name}.actions"), batch.Actions.Integers);
        Assert.Equal(Tensors.Read<float>($"{name}.rewards"), batch.Rewards);
        Assert.Equal(Tensors.Read<long>($"{name}.ends"), batch.Terminated.Zip(batch.Truncated, (terminated, truncated) => terminated || truncated ? 1L : 0L));
        Assert.Equal(Tensors.Read<bool>($"{name}.mask_padding"), batch.MaskPadding);
    }

    public void AssertEqual(string name, Episode episode) => AssertEqual(name, episode.Segment(0, episode.Length, pad: false));
}
