using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

public sealed class TokenizerCheckpointTests
{
    [Fact]
    public void LoadStateDict_IrisCheckpoint_GivesTheFormulaWeights()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        var json = Golden.Json("iris/checkpoint/checkpoint.json");
        using var tokenizer = new Tokenizer(TokenizerFixtures.Options(json.GetProperty("tokenizer")), generator);
        tokenizer.LoadStateDict(StateDictFile.Load(Golden.PathOf("iris/checkpoint/checkpoints/last.pt"), "tokenizer."));

        var recorded = json.GetProperty("last.pt [name, dtype, shape, sum, abs_sum]").EnumerateArray()
            .Where(row => row[0].GetString()!.StartsWith("tokenizer.", StringComparison.Ordinal)).ToArray();
        var state = tokenizer.StateDict("tokenizer.").ToArray();
        Assert.Equal(recorded.Select(row => row[0].GetString()), state.Select(entry => entry.Name));
        foreach (var (row, (_, tensor)) in recorded.Zip(state))
        {
            Assert.Equal(row[2].EnumerateArray().Select(size => size.GetInt64()), tensor.Shape.ToArray());
            double scale = row[4].GetDouble();
            Assert.Equal(row[3].GetDouble(), tensor.Detach().To(ScalarType.Float64).Sum().Item(), 1e-7 * scale);
            Assert.Equal(scale, tensor.Detach().Abs().To(ScalarType.Float64).Sum().Item(), 1e-7 * scale);
        }
        using var formula = TokenizerFixtures.Build(json.GetProperty("tokenizer"), json.GetProperty("salt").GetString()!);
        foreach (var ((_, expected), (_, tensor)) in formula.StateDict().Zip(state))
            Assert.Equal(expected.ToBytes(), tensor.ToBytes());
    }
}
