using System.Text.Json;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Language;
using Reverie.Language.Models;
using Reverie.Language.Tokenization;
using Reverie.Torch;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests.Iris.Training;

/// <summary>Observation tokens that begin as the words of a language model.</summary>
public sealed class TokenWordsTests : IDisposable
{
    private const int Hidden = 16;

    private static readonly StepLayout Layout = new([new("image", ElementType.UInt8, [5, 5, 3], 0, 10)], [], ActionSpec.Discrete(7));

    private readonly TemporaryFolder _folder = new();
    private readonly float[] _words;
    private readonly BpeTokenizer _tokenizer;

    public TokenWordsTests()
    {
        var trainer = new BpeTrainer(new BpeTrainerOptions { VocabularySize = 300 });
        trainer.Add("the agent opens a locked red door with a red key; the yellow ball lies behind a grey wall; a blue box, a green goal, lava, empty floor, unseen");
        _tokenizer = trainer.Train();
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        var settings = new Dictionary<string, object> { ["model_type"] = "gpt2", ["n_layer"] = 1, ["n_embd"] = Hidden, ["n_head"] = 2, ["n_positions"] = 512, ["vocab_size"] = _tokenizer.VocabularySize };
        using var model = LanguageModel.Create(HuggingFace.ParseConfig(JsonSerializer.SerializeToElement(settings)), generator);
        model.Save(_folder.Path);
        _tokenizer.Save(_folder.Path);
        _words = model.StateDict().Single(entry => entry.Name.EndsWith("wte.weight", StringComparison.Ordinal)).Tensor.ToArray<float>();
    }

    [Theory]
    [InlineData("queries", "observation_emb.weight")]
    [InlineData("one_by_one", "embedder.embedding_tables.1.weight")]
    public void Create_TokensFromWords_AreTheMeansOfTheirWords(string next, string table)
    {
        using var scope = new TensorScope();
        using var components = Create(next, weightsFollow: false);
        float[] vectors = components.Agent.WorldModel.NamedParameters().Single(parameter => parameter.Name == table).Tensor.ToArray<float>();
        Assert.Equal(CellVocabulary.All.Count * Hidden, vectors.Length);
        for (int token = 0; token < CellVocabulary.All.Count; token++)
        {
            int[] ids = _tokenizer.Encode($" {CellVocabulary.Words(token)}");
            for (int i = 0; i < Hidden; i++)
                Assert.Equal(ids.Average(id => _words[(id * Hidden) + i]), vectors[(token * Hidden) + i], 1e-6f);
        }
    }

    [Fact]
    public void Create_WeightsFollow_LeavesTheModelsFilesAlone()
    {
        File.Delete(_folder.In("tokenizer.json"));
        using var components = Create("queries", weightsFollow: true);
        Assert.NotNull(components.Agent);
    }

    [Fact]
    public void Create_FolderWithoutTokenizer_SaysSo()
    {
        foreach (string file in Directory.EnumerateFiles(_folder.Path, "*.*").Where(file => Path.GetFileName(file) is "tokenizer.json" or "vocab.json" or "merges.txt").ToArray())
            File.Delete(file);
        Assert.StartsWith("world_model.hf_model: ", Assert.Throws<ConfigException>(() => Create("queries", weightsFollow: false)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private IrisComponents Create(string next, bool weightsFollow)
    {
        var options = SmokeRun.LoadOf(
            "iris_symbols", "world_model=default", "world_model.type=llm", $"world_model.hf_model.name={_folder.Path}", "world_model.tokens_per_block=0",
            "world_model.max_blocks=4", $"world_model.next_tokens={next}", "world_model.embed_tokens_from_words=true").Options;
        return new IrisComponents(options, Layout, Device.Cpu, weightsFollow: weightsFollow);
    }
}
