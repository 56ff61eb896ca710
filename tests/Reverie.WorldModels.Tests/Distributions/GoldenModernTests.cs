using Reverie.Torch;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Layers;
using Reverie.WorldModels.Returns;

namespace Reverie.WorldModels.Tests.Distributions;

/// <summary>Pieces of DreamerV3 of 2024/25 against recorded numbers; what was recorded is batch first.</summary>
public sealed class GoldenModernTests
{
    private const double Gamma = 1 - (1.0 / 333), Lambda = 0.95;

    [Fact]
    public void SymexpTwoHot_BinsLossAndMean_AreAsRecorded()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modern/modern.safetensors");
        using var bins = new SymexpTwoHot(255);
        Near.Assert("bins", golden["symexp_twohot.bins"], bins.Bins);
        var logits = golden["symexp_twohot.logits"];
        Near.Assert("loss", golden["symexp_twohot.loss"], -bins.LogProb(logits, golden["symexp_twohot.target"].Unsqueeze(-1)));
        var mean = bins.Mean(logits).Squeeze(-1);
        Assert.True(((mean - golden["symexp_twohot.pred"]) / golden["symexp_twohot.pred"]).Abs().Max().Item() < 1e-4);
        Assert.Equal(0, bins.Mean(Tensor.Zeros([255])).Item());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(41)]
    public void SymexpTwoHot_OfAnyCount_IsSymmetric(int count)
    {
        using var scope = new TensorScope();
        using var bins = new SymexpTwoHot(count);
        float[] values = bins.Bins.ToArray<float>();
        Assert.Equal(count, values.Length);
        Assert.Equal(values.Order(), values);
        for (int i = 0; i < count; i++)
            Assert.Equal(-values[i], values[count - 1 - i]);
    }

    [Fact]
    public void ReplayReturns_OfSteps_AreAsRecorded()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modern/modern.safetensors");
        Near.Assert("returns", golden["lambda_return.ret"], Returns("lambda_return.boot", "lambda_return.term", "lambda_return.last"));
        Near.Assert("replayed", golden["repl.ret"], Returns("repl.boot", "repl.term", "repl.last"));

        Tensor Returns(string bootstrap, string terminated, string last) =>
            ReplayReturns.Compute(golden["lambda_return.rew"].T, golden[bootstrap].T, golden[terminated].T, golden[last].T, Gamma, Lambda).T;
    }

    [Fact]
    public void BlockGru_OneStep_IsAsRecordedWithItsGradients()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modern/modern.safetensors");
        using var model = new BlockGruModel(new RssmOptions
        {
            Stochastic = 3,
            Discrete = 4,
            Recurrent = 16,
            Dense = 6,
            Blocks = 4,
            Actions = 5,
            Embedding = 1,
            Style = new LayerStyle(Epsilon: 1e-4, IsRms: true),
        });
        var names = new Dictionary<string, string>
        {
            ["state_input._model.0"] = "_dyn_in0.0",
            ["state_input._model.1"] = "_dyn_in0.1",
            ["latent_input._model.0"] = "_dyn_in1.0",
            ["latent_input._model.1"] = "_dyn_in1.1",
            ["action_input._model.0"] = "_dyn_in2.0",
            ["action_input._model.1"] = "_dyn_in2.1",
            ["hidden"] = "_dyn_hid.dyn_hid_0",
            ["norm._model.0"] = "_dyn_hid.norm_0",
            ["gates"] = "_dyn_gru",
        };
        model.LoadStateDict(model.NamedParameters().ToDictionary(entry => entry.Name, entry =>
        {
            int dot = entry.Name.LastIndexOf('.');
            return golden[$"block_gru.weights.{names[entry.Name[..dot]]}{entry.Name[dot..]}"];
        }));
        var state = golden["block_gru.deter"];
        state.RequiresGrad = true;
        var next = model.Step(golden["block_gru.stoch"].Flatten(1), golden["block_gru.action"], state);
        Near.Assert("state", golden["block_gru.y"], next);
        (next * golden["block_gru.w"]).Sum().Backward();
        Near.AssertGradient("deter", golden["block_gru.grad_deter"], state.Grad!);
        Near.AssertGradient("gates", golden["block_gru.grad_dyn_gru_weight"], model.NamedParameters().First(entry => entry.Name == "gates.weight").Tensor.Grad!);
    }
}
