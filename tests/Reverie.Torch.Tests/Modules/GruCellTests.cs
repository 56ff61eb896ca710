using Reverie.Torch.Modules;

namespace Reverie.Torch.Tests.Modules;

public sealed class GruCellTests
{
    [Theory]
    [InlineData("gru", true)]
    [InlineData("gru_plain", false)]
    public void LayerNormGruCell_RecordedStep_IsReproducedWithItsGradients(string name, bool norm)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("dreamer/modules/gru.safetensors");
        using var cell = new LayerNormGruCell(16, 12, norm);
        string prefix = $"{name}.weights.";
        cell.LoadStateDict(golden.Tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value));
        var (x, h) = (golden[$"{name}.x"].Squeeze(0), golden[$"{name}.h"].Squeeze(0));
        x.RequiresGrad = h.RequiresGrad = true;
        var y = cell.Forward(x, h);
        golden.AssertClose($"{name}.y", y.Unsqueeze(0));
        (y * golden[$"{name}.w"].Squeeze(0)).Sum().Backward();
        golden.AssertClose($"{name}.grad_x", x.Grad!.Unsqueeze(0));
        golden.AssertClose($"{name}.grad_h", h.Grad!.Unsqueeze(0));
        golden.AssertClose($"{name}.grad_linear_weight", cell.NamedParameters().First(entry => entry.Name == "linear.weight").Tensor.Grad!);
    }

    [Fact]
    public void GruCell_AnyStep_IsTheFormula()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using var cell = new GruCell(5, 4, generator);
        var weights = cell.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        var (x, h) = (Tensor.Randn([3, 5], generator), Tensor.Randn([3, 4], generator));
        var input = F.Linear(x, weights["weight_ih"], weights["bias_ih"]).Chunk(3, -1);
        var hidden = F.Linear(h, weights["weight_hh"], weights["bias_hh"]).Chunk(3, -1);
        var (reset, update) = ((input[0] + hidden[0]).Sigmoid(), (input[1] + hidden[1]).Sigmoid());
        var candidate = (input[2] + (reset * hidden[2])).Tanh();
        Close.Assert("the new state", ((1 - update) * candidate) + (update * h), cell.Forward(x, h), 1e-6);
    }
}
