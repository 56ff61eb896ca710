using Reverie.Cli.Models;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Cli.Tests.Models;

public sealed class ModelCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reverie-").FullName;

    [Theory]
    [InlineData("gpt2-tiny", "pad", null)]
    [InlineData("mamba-tiny-untied", "embeds", null)]
    [InlineData("llama-tiny-rope3", "ids", null)]
    [InlineData("gpt2-tiny", "fwd", "gpt2-cattn")]
    public void Forward_RecordedInputs_WritesRecordedLogits(string model, string name, string? adapter)
    {
        using var scope = new TensorScope();
        var recorded =
            StateDictFile.Load(Golden.PathOf(adapter is null ? $"seqmodels/models/{model}/io.safetensors" : $"seqmodels/lora/{adapter}/io.safetensors"));
        string[] wanted = ["input_ids", "inputs_embeds", "attention_mask", "position_ids"];
        SafeTensorsWriter.Write(
            Path.Combine(_folder, "in.safetensors"),
            wanted.Where(key => recorded.ContainsKey($"{name}/{key}")).Select(key => (key, Raw(recorded[$"{name}/{key}"]))));
        string[] arguments = ["forward", "--model", Golden.PathOf($"seqmodels/models/{model}"), "--input", Path.Combine(_folder, "in.safetensors"), "--output",
            Path.Combine(_folder, "out.safetensors")];
        if (adapter is not null)
            arguments = [.. arguments, "--adapter", Golden.PathOf($"seqmodels/lora/{adapter}")];
        Assert.Equal(0, ModelCommand.Create().Parse(arguments).Invoke());
        var output = StateDictFile.Load(Path.Combine(_folder, "out.safetensors"));
        var difference = (output["logits"] - recorded[$"{name}/logits"]).Abs();
        if (recorded.TryGetValue($"{name}/attention_mask", out var mask))
            difference = difference.MaskedFill(mask.Eq(0).Unsqueeze(-1), 0);
        Assert.InRange(difference.Max().Item(), 0, 5e-5);
        Assert.Equal(output["last_hidden_state"].ToBytes(), output["hidden_states/2"].ToBytes());
    }

    [Fact]
    public void Forward_NoSuchModel_FailsWithOneSentence()
    {
        string[] arguments =
            ["forward", "--model", _folder, "--input", Path.Combine(_folder, "in.safetensors"), "--output", Path.Combine(_folder, "out.safetensors")];
        Assert.Equal(2, ModelCommand.Create().Parse(arguments).Invoke());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static RawTensor Raw(Tensor tensor) => new(tensor.DType, tensor.Shape.ToArray(), tensor.ToBytes());
}
