using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Training of the world model.</summary>
public sealed record WorldModelTrainingOptions : ComponentTrainingOptions
{
    /// <summary>Its own learning rate; null: that of all.</summary>
    [Range(1e-12, 1e3)]
    public double? LearningRate { get; init; }

    /// <summary>Decoupled weight decay of the linear layers' weights.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 0.01;
}
