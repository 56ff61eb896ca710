namespace Reverie.Training.Environments;

/// <summary>The environments of collection and of evaluation.</summary>
public sealed record EnvOptions
{
    public EnvInstanceOptions Train { get; init; } = new();

    public EnvInstanceOptions Test { get; init; } = new() { MaxEpisodeSteps = 108_000, NoopMax = 1, DoneOnLifeLoss = false };
}
