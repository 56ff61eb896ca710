using Reverie.Language.Models;
using Reverie.Language.Models.Gpt2;
using Reverie.Language.Models.Mamba;
using Reverie.Torch;

namespace Reverie.Cli.Bench;

/// <summary>Language models of published sizes with random weights: training passes, single-step decoding, and the scan alone.</summary>
internal static class LanguageModelBenchmarks
{
    private const long Steps = 256;
    private const long Prefill = 64;
    private const int Decoded = 16;

    private static readonly Gpt2Config Gpt2 = new() { VocabularySize = 50257, HiddenSize = 768, LayerCount = 12, HeadCount = 12 };

    private static readonly MambaConfig Mamba = new() { VocabularySize = 50280, HiddenSize = 768, LayerCount = 24, InnerSize = 1536, TimeStepRank = 48 };

    internal static IEnumerable<Figure> Measure()
    {
        foreach (var (name, config) in ((string, LanguageModelConfig)[])[("GPT-2 124M", Gpt2), ("Mamba 130M", Mamba)])
        {
            using var generator = new Generator(1);
            using var model = LanguageModel.Create(config, generator);
            yield return Training($"{name} forward+backward, 1 x {Steps}", model, bf16: false);
            yield return Training($"{name} forward+backward, 1 x {Steps}, bf16", model, bf16: true);
            yield return Decoding($"{name} decode, 1 row", model);
        }
        yield return Scan();
    }

    private static Figure Training(string name, LanguageModel model, bool bf16)
    {
        using var scope = new TensorScope();
        var tokens = Tensor.Randint(0, model.Config.VocabularySize, [1, Steps]);
        double seconds = Stopwatches.Median(
            () =>
            {
                using var step = new TensorScope();
                foreach (var parameter in model.Parameters())
                    parameter.Grad = null;
                Tensor loss;
                using (new Autocast(ScalarType.BFloat16, bf16))
                    loss = LanguageModel.Loss(model.Forward(tokens).Logits, tokens);
                loss.Backward();
            },
            rounds: 9);
        return new Figure(name, Steps / seconds, "tokens/s");
    }

    private static Figure Decoding(string name, LanguageModel model)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var state = model.CreateState(1, 1024);
        model.Forward(Tensor.Randint(0, model.Config.VocabularySize, [1, Prefill]), state: state);
        var token = Tensor.From([17L], 1, 1);
        double seconds = Stopwatches.Median(
            () =>
            {
                using var step = new TensorScope();
                model.Forward(token, state: state);
            },
            rounds: 5, callsPerRound: Decoded);
        return new Figure(name, 1 / seconds, "tokens/s");
    }

    private static Figure Scan()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(2);
        Tensor Trained(params ReadOnlySpan<long> shape)
        {
            var tensor = Tensor.Randn(shape, generator);
            tensor.RequiresGrad = true;
            return tensor;
        }
        var (u, step, b, c) = (Trained(1, Steps, 1536), Trained(1, Steps, 1536), Trained(1, Steps, 16), Trained(1, Steps, 16));
        var (a, d) = (-Tensor.Rand([1536, 16], generator), Trained(1536));
        double seconds = Stopwatches.Median(
            () =>
            {
                using var inner = new TensorScope();
                SelectiveScan.Run(u, step, a, b, c, d).Output.Sum().Backward();
            },
            rounds: 7);
        return new Figure($"selective scan forward+backward, 1 x {Steps} x 1536 x 16", seconds, "s");
    }
}
