using Reverie.Language.Generation;
using Reverie.Language.Models;
using Reverie.Language.Models.Gpt2;
using Reverie.Torch;

namespace Reverie.Language.Tests.Generation;

public sealed class TextGeneratorTests : IDisposable
{
    private static readonly int[] Prompt = [3, 1, 4];

    private readonly LanguageModel _model = Create();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Generate_TemperatureZero_TakesTheMostLikelyTokenOfTheFullPass()
    {
        int[] drawn = Generate(new GenerationOptions { MaxTokens = 6, Temperature = 0 });

        Assert.Equal(6, drawn.Length);
        var sequence = Prompt.ToList();
        foreach (int token in drawn)
        {
            using var scope = new TensorScope();
            using var noGrad = new NoGrad();
            var logits = _model.Forward(Tensor.From([.. sequence.Select(id => (long)id)], 1, sequence.Count)).Logits;
            Assert.Equal(logits.Select(0, 0).Select(0, sequence.Count - 1).ArgMax(0).ItemInt64(), token);
            sequence.Add(token);
        }
    }

    [Fact]
    public void Generate_SameSeed_DrawsTheSame()
    {
        var options = new GenerationOptions { MaxTokens = 9, TopK = 20 };

        Assert.Equal(Generate(options, seed: 5), Generate(options, seed: 5));
        Assert.NotEqual(Generate(options, seed: 5), Generate(options, seed: 6));
    }

    [Fact]
    public void Generate_TopKOfOne_IsTheMostLikelyToken() =>
        Assert.Equal(Generate(new GenerationOptions { MaxTokens = 5, Temperature = 0 }), Generate(new GenerationOptions { MaxTokens = 5, TopK = 1 }));

    [Fact]
    public void Generate_EndTokenOrLastPosition_Stops()
    {
        int[] greedy = Generate(new GenerationOptions { MaxTokens = 5, Temperature = 0 });

        Assert.Empty(Generate(new GenerationOptions { MaxTokens = 5, Temperature = 0, EndToken = greedy[0] }));
        Assert.Equal(16 - Prompt.Length + 1, Generate(new GenerationOptions { MaxTokens = 100 }).Length);
    }

    [Theory]
    [InlineData(1e-320)]
    [InlineData(1e-9)]
    [InlineData(1e-6)]
    public void Generate_TemperatureNearZero_TakesTheMostLikelyToken(double temperature) =>
        Assert.Equal(
            Generate(new GenerationOptions { MaxTokens = 5, Temperature = 0 }), Generate(new GenerationOptions { MaxTokens = 5, Temperature = temperature }));

    [Fact]
    public void Generate_NoLimit_StopsAtTheLastPosition() =>
        Assert.Equal(16 - Prompt.Length + 1, Generate(new GenerationOptions { MaxTokens = int.MaxValue }).Length);

    [Theory]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(1e300, 0, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 0, -1)]
    public void Generate_OptionThatMeansNothing_IsRefused(double temperature, int topK, int tokens) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Generate(new GenerationOptions { Temperature = temperature, TopK = topK, MaxTokens = tokens }));

    [Fact]
    public void Generate_NoPrompt_SaysWhatIsNeeded()
    {
        using var generator = new Generator(0);
        var error = Assert.Throws<ArgumentException>(() => TextGenerator.Generate(_model, [], new GenerationOptions(), generator));
        Assert.Contains("at least one", error.Message, StringComparison.Ordinal);
    }

    private int[] Generate(GenerationOptions options, ulong seed = 0)
    {
        using var generator = new Generator(seed);
        return TextGenerator.Generate(_model, Prompt, options, generator);
    }

    private static LanguageModel Create()
    {
        using var generator = new Generator(1);
        var config = new Gpt2Config { VocabularySize = 40, HiddenSize = 16, LayerCount = 2, HeadCount = 2, PositionCount = 16, InitializerRange = 0.5 };
        var model = LanguageModel.Create(config, generator);
        model.Eval();
        return model;
    }
}
