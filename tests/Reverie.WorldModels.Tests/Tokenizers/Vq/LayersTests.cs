using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

public sealed class LayersTests
{
    [Theory]
    [InlineData("resnet_same")]
    [InlineData("resnet_shortcut")]
    [InlineData("attn")]
    [InlineData("downsample")]
    [InlineData("upsample")]
    [InlineData("group_norm")]
    public void Forward_RecordedLayer_IsReproduced(string name)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        var golden = Golden.Load("iris/nets/nets.safetensors");
        int narrow = golden.Json.GetProperty("channels_in").GetInt32(), wide = golden.Json.GetProperty("channels_out").GetInt32();
        var norm = golden.Json.GetProperty("group_norm");
        Layer layer = name switch
        {
            "resnet_same" => new ResnetBlock(narrow, narrow, 0, generator),
            "resnet_shortcut" => new ResnetBlock(narrow, wide, 0, generator),
            "attn" => new AttentionBlock(wide, generator),
            "downsample" => new Downsample(narrow, generator),
            "upsample" => new Upsample(narrow, generator),
            _ => new GroupNorm(norm.GetProperty("groups").GetInt32(), wide, norm.GetProperty("eps").GetDouble()),
        };
        string salt = golden.Json.GetProperty("salt").GetString()!;
        Formula.Fill(layer, salt, $"nets.{name}.");
        int side = golden.Json.GetProperty("resolution").GetInt32();
        var input = Formula.Input($"{salt}:nets.{name}.input", golden[name].Size(0), name is "attn" or "group_norm" ? wide : narrow, side, side);
        golden.AssertClose(name, layer.Forward(input));
        golden.AssertClose(name, layer.Forward(input.ChannelsLast()));
    }

    [Theory]
    [InlineData(64, 8, true, ScalarType.Float32, 1e-5)]
    [InlineData(32, 13, true, ScalarType.Float32, 1e-5)]
    [InlineData(96, 5, true, ScalarType.BFloat16, 0.03)]
    [InlineData(64, 8, false, ScalarType.Float32, 1e-5)]
    [InlineData(96, 5, false, ScalarType.BFloat16, 0.03)]
    public void GroupNorm_Fused_EqualsComposed(int channels, int size, bool silu, ScalarType type, double tolerance)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        // A large offset shows whether the variance survives cancellation; precision of the input itself limits what bf16 can show.
        double offset = type == ScalarType.Float32 ? 30 : 1;
        var (fused, composed) = (Run(true), Run(false));
        foreach (var (a, b) in fused.Zip(composed))
        {
            double scale = Math.Max(1, b.Abs().Max().Item());
            Assert.True((a - b).Abs().Max().Item() <= tolerance * scale, $"{(a - b).Abs().Max().Item()} of {scale}");
        }

        Tensor[] Run(bool isFused)
        {
            var weight = Formula.Input("weight", channels) + 1.5;
            var bias = Formula.Input("bias", channels);
            var x = (Formula.Input("x", 3, channels, size, size) + offset).To(type);
            var gradient = Formula.Input("gradient", 3, channels, size, size);
            foreach (var leaf in (Tensor[])[weight, bias, x])
                leaf.RequiresGrad = true;
            // Double precision goes through ATen.
            var (input, w, b) = isFused ? (x, weight, bias) : (x.To(ScalarType.Float64), weight.To(ScalarType.Float64), bias.To(ScalarType.Float64));
            var y = silu ? F.GroupNormSilu(input, 32, w, b, 1e-6) : F.GroupNorm(input, 32, w, b, 1e-6);
            y.Backward(gradient.To(y.DType));
            return [.. ((Tensor[])[y.Detach(), x.Grad!, weight.Grad!, bias.Grad!]).Select(tensor => tensor.To(ScalarType.Float64))];
        }
    }
}
