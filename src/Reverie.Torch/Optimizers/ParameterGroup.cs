namespace Reverie.Torch.Optimizers;

/// <summary>Parameters that share a learning rate and a weight decay.</summary>
/// <param name="name">As in messages and logs; another for each group of an optimizer.</param>
/// <param name="parameters">Each in one group only.</param>
/// <param name="learningRate">The step size.</param>
/// <param name="weightDecay">How much weights shrink.</param>
public sealed class ParameterGroup(string name, IReadOnlyList<Tensor> parameters, double learningRate, double weightDecay = 0)
{
    public string Name { get; } = name;

    public IReadOnlyList<Tensor> Parameters { get; } = parameters;

    public double LearningRate { get; set; } = learningRate;

    public double WeightDecay { get; set; } = weightDecay;
}
