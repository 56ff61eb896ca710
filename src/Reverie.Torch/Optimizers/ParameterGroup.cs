namespace Reverie.Torch.Optimizers;

/// <summary>Parameters that share a learning rate and a weight decay.</summary>
public sealed class ParameterGroup(IReadOnlyList<Tensor> parameters, double learningRate, double weightDecay = 0)
{
    public IReadOnlyList<Tensor> Parameters { get; } = parameters;

    public double LearningRate { get; set; } = learningRate;

    public double WeightDecay { get; set; } = weightDecay;
}
