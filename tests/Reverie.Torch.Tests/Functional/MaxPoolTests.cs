namespace Reverie.Torch.Tests.Functional;

public class MaxPoolTests
{
    [Theory]
    [InlineData(32, 8, 8)]
    [InlineData(5, 7, 9)] // neither a full vector nor a full window
    public void MaxPool2x2Relu_Fused_EqualsComposed(int channels, int height, int width)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(2);
        // Halves make ties, among them at zero.
        var x = (Tensor.Randn([3, channels, height, width], generator) * 2).Round() / 2;
        var gradient = Tensor.Randn([3, channels, height / 2, width / 2], generator);
        var (expected, expectedGradient) = Run(input => F.Relu(F.MaxPool2d(input, 2)));
        foreach (var memory in (Func<Tensor, Tensor>[])[input => input, input => input.ChannelsLast()])
        {
            var (actual, actualGradient) = Run(input => F.MaxPool2x2Relu(memory(input)));
            Assert.Equal(expected, actual);
            Assert.Equal(expectedGradient, actualGradient);
        }
        using (new NoGrad())
            Assert.Equal(expected, F.MaxPool2x2Relu(x).Contiguous().ToArray<float>());

        (float[] Output, float[] Gradient) Run(Func<Tensor, Tensor> function)
        {
            var input = x.Clone();
            input.RequiresGrad = true;
            var y = function(input);
            y.Backward(gradient);
            return (y.Contiguous().ToArray<float>(), input.Grad!.Contiguous().ToArray<float>());
        }
    }

    [Fact]
    public void MaxPool2x2Relu_NotANumber_Stays()
    {
        using var scope = new TensorScope();
        foreach (int at in (int[])[0, 3])
        {
            float[] values = new float[4];
            values[at] = float.NaN;
            Assert.True(float.IsNaN(F.MaxPool2x2Relu(Tensor.From(values, 1, 1, 2, 2)).ToArray<float>()[0]));
        }
    }
}
