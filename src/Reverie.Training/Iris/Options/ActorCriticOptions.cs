using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Iris.Options;

/// <summary>The recurrent actor-critic.</summary>
public sealed record ActorCriticOptions
{
    /// <summary>Whether it acts on the environment's frames instead of their reconstructions; imagination always reconstructs.</summary>
    public bool UseOriginalObs { get; init; }

    /// <summary>Units of its LSTM.</summary>
    [Range(1, int.MaxValue)]
    public int LstmDim { get; init; } = 512;
}
