using System.Text.Json;
using Reverie.Language.Advisers.Similarity;

namespace Reverie.Language.Tests.Advisers.Similarity;

/// <summary>Sentence embeddings against the recorded ones of all-MiniLM-L6-v2.</summary>
public sealed class SentenceEmbedderTests : IClassFixture<SentenceEmbedderTests.Model>
{
    private static readonly string[] Texts = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Golden.PathOf("minilm/texts.json")))!;
    private static readonly GoldenTensors Recorded = new(Golden.PathOf("minilm/embeddings.safetensors"));

    private readonly SentenceEmbedder _embedder;

    public SentenceEmbedderTests(Model model) => _embedder = model.Embedder;

    [Fact]
    public void Tokens_OfRecordedTexts_AreThoseOfTheReference()
    {
        int[][] expected = JsonSerializer.Deserialize<int[][]>(File.ReadAllBytes(Golden.PathOf("minilm/ids.json")))!;
        Assert.Equal(53, expected.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(expected[i].SequenceEqual(_embedder.Tokens(Texts[i])), $"text {i}: {string.Join(',', _embedder.Tokens(Texts[i]))}, not {string.Join(',', expected[i])}");
    }

    [Fact]
    public void Embed_OfRecordedTexts_IsWhatTheReferenceGives()
    {
        float[] expected = Recorded.Read<float>("embeddings");
        for (int i = 0; i < Texts.Length; i++)
        {
            float[] actual = _embedder.Embed(Texts[i]);
            for (int k = 0; k < actual.Length; k++)
                Assert.Equal(expected[(i * SentenceEmbedder.Dimensions) + k], actual[k], 1e-5);
        }
    }

    [Fact]
    public void Similarity_OfAllPairs_IsTheRecordedCosine()
    {
        float[] expected = Recorded.Read<float>("cosines");
        var similarity = new CosineSimilarity(_embedder);
        for (int i = 0; i < Texts.Length; i++)
        {
            for (int k = 0; k < Texts.Length; k++)
                Assert.Equal(expected[(i * Texts.Length) + k], similarity.Of(Texts[i], Texts[k]), 1e-5);
        }
    }

    [Fact]
    public void Similarity_OfOpposites_IsAboveTheThresholdOfTheFoundingProject()
    {
        // The reason why rank, and not a threshold, is the sound choice.
        Assert.True(new CosineSimilarity(_embedder).Of("turn left.", "turn right.") > 0.84f);
    }

    public sealed class Model : IDisposable
    {
        public SentenceEmbedder Embedder { get; } = SentenceEmbedder.Load();

        public void Dispose() => Embedder.Dispose();
    }
}
