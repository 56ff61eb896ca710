using Reverie.Training.Data;
using Reverie.Training.Iris.Options;

namespace Reverie.Training.Iris;

/// <summary>From options to what the collector is asked for.</summary>
internal static class CollectRequests
{
    internal static CollectRequest From(CollectOptions options) => new()
    {
        Steps = options.NumSteps,
        Episodes = options.NumEpisodes,
        Epsilon = options.Epsilon,
        Sample = options.ShouldSample,
        Temperature = options.Temperature,
        BurnIn = options.BurnIn,
    };
}
