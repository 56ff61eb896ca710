using Reverie.Torch;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

/// <summary>bfloat16 has 8 bits of mantissa: a product is off by up to 0.4 %, and errors of many products mostly cancel.</summary>
public sealed class PrecisionTests
{
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
        Assert.InRange(losses.Commitment!.Item() / recorded[0], 0.98, 1.02);
        Assert.InRange(losses.Reconstruction!.Item() / recorded[1], 0.98, 1.02);
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

    private static double RelativeDistance(Tensor a, Tensor b) => (a - b).Norm().Item() / b.Norm().Item();
}
