using Reverie.Testing;
using Reverie.Torch;
using Reverie.WorldModels.Iris;
using Reverie.WorldModels.Tests.Iris.Tokenization;

namespace Reverie.WorldModels.Tests.Iris;

/// <summary>bfloat16 has 8 bits of mantissa: a product is off by up to 0.4 %, and errors of many products mostly cancel.</summary>
public sealed class PrecisionTests
{
    [Fact]
    public void Step_Bfloat16_StaysWithinTwoPercentOfFloat32()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var fixture = new WorldModelFixture("wm_small_causal");
        fixture.Model.Eval();
        var exact = Steps(fixture);
        ((Transformer)fixture.Model.Backbone).StepPrecision = Precision.Bfloat16;
        double distance = RelativeDistance(Steps(fixture), exact);
        // Zero would mean that nothing was computed in bfloat16.
        Assert.InRange(distance, 1e-5, 0.02);
    }

    [Fact]
    public void Step_Bfloat16AfterClear_UsesTheNewWeightsAndLeavesNoTensors()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var fixture = new WorldModelFixture("wm_small_causal");
        fixture.Model.Eval();
        ((Transformer)fixture.Model.Backbone).StepPrecision = Precision.Bfloat16;
        long before = Tensor.LiveCount;
        var token = fixture.Golden["tokens"].Narrow(1, 0, 1);
        using (var state = fixture.Model.CreateState(token.Size(0)))
        using (new TensorScope())
        {
            double first = Output();
            foreach (var parameter in fixture.Model.Parameters())
                parameter.CopyFrom(parameter * 1.5);
            state.Clear();
            Assert.NotEqual(first, Output());

            double Output() => fixture.Model.Forward(token, state).LogitsObservations!.Select(2, 0).Abs().Sum().Item();
        }
        Assert.InRange(Tensor.LiveCount, 0, before + 1); // the narrowed tokens
    }

    [Theory]
    [InlineData("tokenizer_small")]
    [InlineData("tokenizer_64")]
    public void ComputeLosses_Bfloat16_AreWithinTwoPercentOfTheRecorded(string name)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load($"iris/tokenizer/{name}.safetensors");
        using var tokenizer = TokenizerFixtures.Build(golden.Json.GetProperty("config"), golden.Json.GetProperty("salt").GetString()!);
        tokenizer.Precision = Precision.Bfloat16;
        var losses = tokenizer.ComputeLosses(golden["observations_uint8"]);
        float[] recorded = golden["losses"].Float().ToArray<float>();
        Assert.InRange(losses.Commitment.Item() / recorded[0], 0.98, 1.02);
        Assert.InRange(losses.Reconstruction.Item() / recorded[1], 0.98, 1.02);
        Assert.Equal(ScalarType.Float32, losses.Total.DType);

        losses.Total.Backward();
        Assert.All(tokenizer.Parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.Grad!.DType));
        Assert.All(tokenizer.Parameters(), parameter => Assert.True(double.IsFinite(parameter.Grad!.Norm().Item())));
    }

    [Fact]
    public void EncodeAndDecode_Bfloat16_GiveNearlyTheSameTokensAndFrames()
    {
        using var scope = new TensorScope();
        using var tokenizer = TokenizerFixtures.BuildSmall();
        tokenizer.Eval();
        var golden = Golden.Load("iris/tokenizer/tokenizer_small.safetensors");
        var tokens = tokenizer.EncodeTokens(golden["observations_uint8"]);
        var frames = tokenizer.DecodeTokens(tokens);
        tokenizer.Precision = Precision.Bfloat16;
        // 24 tokens: one may flip between two codes that are equally near.
        Assert.InRange(tokenizer.EncodeTokens(golden["observations_uint8"]).Eq(tokens).Float().Mean().Item(), 0.95, 1);
        var lower = tokenizer.DecodeTokens(tokens);
        Assert.Equal(ScalarType.Float32, lower.DType);
        // Of the same tokens, so that a flipped one cannot hide in the bound. One pixel may be 5 times as far off as pixels are on average.
        Assert.InRange(RelativeDistance(lower, frames), 1e-4, 0.025);
    }

    private static Tensor Steps(WorldModelFixture fixture)
    {
        var tokens = fixture.Golden["tokens"];
        using var state = (KeyValueCache)fixture.Model.CreateState(tokens.Size(0));
        return fixture.InChunks(Enumerable.Repeat(1, (int)tokens.Size(1)), state).OutputSequence;
    }

    private static double RelativeDistance(Tensor a, Tensor b) => (a - b).Norm().Item() / b.Norm().Item();
}
