using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.WorldModels.Tokenizers.Vq;
using Reverie.WorldModels.Tokenizers.Vq.Perceptual;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

public sealed class LpipsTests
{
    private static readonly int[] NarrowWidths = [4, 8, 16, 32, 32];

    [Fact]
    public void Forward_Narrow_LayersAndGradientAreReproduced()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("iris/lpips/lpips_narrow.safetensors");
        using var lpips = Narrow();
        var target = Tokenizer.Preprocess(golden["target_uint8"]);
        target.RequiresGrad = true;
        Compare(golden, lpips, target);
        lpips.Forward(Tokenizer.Preprocess(golden["input_uint8"]), target).Mean().Backward();
        golden.AssertClose("grad_target", target.Grad!);
        Assert.All(lpips.Parameters(), parameter => Assert.Null(parameter.Grad));
    }

    [Fact]
    public void Forward_FullWidth_IsReproducedWithIrisNames()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var golden = Golden.Load("iris/lpips/lpips_full.safetensors");
        using var lpips = new Lpips();
        Formula.Fill(lpips, "v1.full", "lpips.");
        lpips.Eval();
        Compare(golden, lpips, Tokenizer.Preprocess(golden["target_uint8"]));
        var expected = golden.Json.GetProperty("state_dict_shapes").EnumerateObject()
            .Select(entry => $"{entry.Name} {string.Join(",", entry.Value.EnumerateArray())}");
        Assert.Equal(expected, lpips.StateDict("lpips.").Select(entry => $"{entry.Name} {string.Join(",", entry.Tensor.Shape.ToArray())}"));
    }

    [Fact]
    public void ComputeLosses_WithLpips_LossesAndGradientsAreReproduced()
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("iris/lpips/tokenizer_loss_with_lpips.safetensors");
        using var tokenizer = TokenizerFixtures.BuildSmall(Narrow());
        tokenizer.Eval();
        var losses = tokenizer.ComputeLosses(Golden.Load("iris/tokenizer/tokenizer_small.safetensors")["observations_uint8"]);
        golden.AssertClose("losses", Tensor.Stack([losses.Commitment!, losses.Reconstruction!, losses.Perceptual!]));
        golden.AssertClose("loss_total", losses.Total.Item());
        losses.Total.Backward();
        var parameters = tokenizer.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        foreach (string name in golden.Tensors.Keys.Where(name => name.StartsWith("grad.", StringComparison.Ordinal)))
            golden.AssertClose(name, parameters[name["grad.".Length..]].Grad!);
    }

    [Fact]
    public void Forward_Training_DropsFeaturesAsIrisDoes()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var generator = new Generator(4);
        using var lpips = Narrow();
        Tensor a = Tensor.Rand([1, 3, 32, 32], generator), b = Tensor.Rand([1, 3, 32, 32], generator);
        Assert.Equal(Value(), Value());
        lpips.Train();
        Assert.NotEqual(Value(), Value());

        double Value() => lpips.Forward(a, b).Item();
    }

    [Fact]
    public void Load_TorchvisionNamesInTwoFiles_AreFound()
    {
        using var scope = new TensorScope();
        using var original = new Lpips(generator: new Generator(2));
        string folder = Directory.CreateTempSubdirectory("reverie-lpips-").FullName;
        string vgg = Path.Combine(folder, "vgg16.safetensors"), heads = Path.Combine(folder, "heads.safetensors");
        var weights = original.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        Save(vgg, weights.Where(entry => entry.Key.StartsWith("net.", StringComparison.Ordinal))
            .Select(entry => ($"features.{string.Join('.', entry.Key.Split('.')[2..])}", entry.Value)));
        Save(heads, weights.Where(entry => entry.Key.StartsWith("lin", StringComparison.Ordinal)).Select(entry => (entry.Key, entry.Value)));
        try
        {
            using var loaded = Lpips.Load([vgg, heads]);
            foreach (var (name, tensor) in loaded.StateDict())
                Assert.Equal(weights[name].ToBytes(), tensor.ToBytes());
            Assert.DoesNotContain(loaded.Parameters(), parameter => parameter.RequiresGrad);
            Assert.Contains("lin0.model.1.weight", Assert.Throws<TorchException>(() => Lpips.Load([vgg])).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(GoldenFile golden, Lpips lpips, Tensor target)
    {
        var input = Tokenizer.Preprocess(golden["input_uint8"]);
        var layers = lpips.Layers(input, target);
        for (int i = 0; i < layers.Count; i++)
            golden.AssertClose($"layer{i}", layers[i]);
        var value = lpips.Forward(input, target);
        golden.AssertClose("value", value);
        golden.AssertClose("mean", value.Mean().Item());
    }

    private static Lpips Narrow()
    {
        var lpips = new Lpips(NarrowWidths);
        lpips.LoadStateDict(StateDictFile.Load(Golden.PathOf("iris/lpips/lpips_narrow_weights.safetensors"), "lpips."));
        lpips.Eval();
        return lpips;
    }

    private static void Save(string path, IEnumerable<(string Name, Tensor Tensor)> tensors) =>
        SafeTensorsWriter.Write(
            path, tensors.Select(entry => (entry.Name, new RawTensor(entry.Tensor.DType, entry.Tensor.Shape.ToArray(), entry.Tensor.ToBytes()))));
}
