namespace Reverie.Training.Data;

/// <summary>From options to what the collector is asked for.</summary>
public static class CollectRequests
{
    public static CollectRequest From(CollectOptions options) => new()
    {
        Steps = options.NumSteps,
        Episodes = options.NumEpisodes,
        Epsilon = options.Epsilon,
        Sample = options.ShouldSample,
        Temperature = options.Temperature,
        BurnIn = options.BurnIn,
    };
}
