namespace Reverie.Algorithms.Iris.Networks;

/// <summary>The shape of the actor-critic; the defaults are those of the paper.</summary>
public sealed record ActorCriticOptions
{
    /// <summary>Units of the LSTM.</summary>
    public int LstmDim { get; init; } = 512;

    /// <summary>Side of the square frames; a multiple of 16.</summary>
    public int Resolution { get; init; } = 64;

    /// <summary>Channels of the frames.</summary>
    public int InChannels { get; init; } = 3;

    /// <summary>Whether the agent acts on the frames themselves instead of their reconstructions; imagination always reconstructs.</summary>
    public bool UseOriginalObs { get; init; }

    /// <summary>Refuses what cannot be built.</summary>
    /// <exception cref="ArgumentException">One sentence that says what to change.</exception>
    public void Validate()
    {
        if (LstmDim < 1)
            throw new ArgumentException($"lstm_dim must be at least 1, not {LstmDim}.");
        if (Resolution < 16 || Resolution % 16 != 0)
            throw new ArgumentException($"the actor-critic halves frames four times, so resolution must be a multiple of 16, not {Resolution}.");
        if (InChannels < 1)
            throw new ArgumentException($"in_channels must be at least 1, not {InChannels}.");
    }
}
