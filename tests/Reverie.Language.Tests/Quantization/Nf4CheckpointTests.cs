using Reverie.Language.Quantization;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Quantization;

public class Nf4CheckpointTests
{
    [Theory]
    [InlineData("gpt2-tiny-nf4", true)]
    [InlineData("llama-tiny-nf4", false)]
    public void Read_BitsAndBytesCheckpoint_DequantisesExactly(string model, bool transposed)
    {
        using var file = SafeTensorsFile.Open(Repository.Golden("seqmodels", "models", model, "model.safetensors"));
        using var golden = SafeTensorsFile.Open(Repository.Golden("seqmodels", "models", model, "io.safetensors"));
        string[] names = golden.Names.Where(name => name.StartsWith("dequantized/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(names);
        foreach (string name in names)
        {
            var tensor = Nf4Checkpoint.Read(file, name["dequantized/".Length..]);
            float[] values = new float[tensor.ElementCount];
            tensor.Dequantize(values);

            Assert.Equal(golden.Read(name).ToSingle(), transposed ? Transpose(values, (int)tensor.Shape[0], (int)tensor.Shape[1]) : values);
        }
    }

    [Theory]
    [InlineData("gpt2-tiny-nf4")]
    [InlineData("llama-tiny-nf4")]
    public void ToTensors_OfAWeightRead_EqualsWhatBitsAndBytesWrote(string model)
    {
        using var folder = new TemporaryFolder();
        using var file = SafeTensorsFile.Open(Repository.Golden("seqmodels", "models", model, "model.safetensors"));
        string[] weights = file.Names.Where(name => Nf4Checkpoint.Contains(file, name)).ToArray();
        Assert.NotEmpty(weights);

        SafeTensorsWriter.Write(folder.In("copy.safetensors"), weights.SelectMany(name => Nf4Checkpoint.ToTensors(name, Nf4Checkpoint.Read(file, name))));

        using var copy = SafeTensorsFile.Open(folder.In("copy.safetensors"));
        foreach (string name in file.Names.Where(name => Nf4Checkpoint.Contains(file, name) || Nf4Checkpoint.IsPart(file, name)))
        {
            if (name.Contains("quant_state", StringComparison.Ordinal))
                continue;
            Assert.Equal(file.Read(name).Shape, copy.Read(name).Shape);
            Assert.Equal(file.Read(name).Data.ToArray(), copy.Read(name).Data.ToArray());
        }
        Assert.All(weights, name => Assert.Equal(Nf4Checkpoint.Read(file, name).Scales.ToArray(), Nf4Checkpoint.Read(copy, name).Scales.ToArray()));
    }

    [Theory]
    [InlineData(".absmax", "do not fit together")]
    [InlineData(".quant_map", "levels other than NF4's")]
    [InlineData(".quant_state.bitsandbytes__nf4", "not the JSON expected")]
    public void Read_DamagedPart_RefusesInOneSentence(string part, string reason)
    {
        using var folder = new TemporaryFolder();
        var tensors = Nf4Checkpoint.ToTensors("w", Nf4Tensor.Quantize(new float[256], [16, 16]))
            .Select(entry => entry.Name.EndsWith(part, StringComparison.Ordinal) ? (entry.Name, Shortened(entry.Tensor)) : entry);
        SafeTensorsWriter.Write(folder.In("x.safetensors"), tensors);
        using var file = SafeTensorsFile.Open(folder.In("x.safetensors"));

        var error = Assert.Throws<InvalidDataException>(() => Nf4Checkpoint.Read(file, "w"));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static RawTensor Shortened(RawTensor tensor)
    {
        long size = tensor.Data.Length / tensor.ElementCount;
        return new RawTensor(tensor.Type, [tensor.ElementCount - 1], tensor.Data[..(int)(size * (tensor.ElementCount - 1))]);
    }

    private static float[] Transpose(float[] values, int rows, int columns)
    {
        float[] result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            result[(i % columns * rows) + (i / columns)] = values[i];
        return result;
    }
}
