using Reverie.Cli.Bench.Environments;
using Reverie.Environments;
using Reverie.Environments.ControlSuite;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Registration;

namespace Reverie.Cli.Bench;

/// <summary>
/// Environment steps a second on one core, resets included; beside it what the Python original gave where it was recorded.
/// benchmarks/Reverie.Benchmarks.Environments measures more of them, and on all cores.
/// </summary>
internal static class EnvironmentBenchmarks
{
    private const int Runs = 3;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.3);

    internal static IEnumerable<Figure> Measure()
    {
        var python = PythonFigures.Find();
        var registry = BuiltInEnvironments.CreateRegistry();
        foreach (string id in (string[])["MiniGrid-Empty-8x8-v0", "MiniGrid-DoorKey-8x8-v0", "BabyAI-GoToLocal-v0"])
        {
            var speed = Speed.OfSteps((MiniGridEnv)registry.Make(id), Duration, Runs);
            yield return Of($"{id}, symbolic", speed).Against(python[(id, null)]);
        }
        const string Pixels = "MiniGrid-DoorKey-8x8-v0";
        var view = new RgbImgPartialObsWrapper((MiniGridEnv)registry.Make(Pixels));
        yield return Of($"{Pixels}, RGB partial, tile 8", Speed.OfSteps(view, Duration, Runs))
            .Against(python[(Pixels, "RGBImgPartialObsWrapper(tile_size=8)")]);
        foreach (var figure in CrafterBenchmarks.Measure(registry, Duration, Runs))
            yield return figure;
        // Where there is no engine there is nothing to measure.
        foreach (var figure in SuiteEnv.Missing is null ? MeasureSuite(registry) : [])
            yield return figure;
    }

    private static IEnumerable<Figure> MeasureSuite(EnvironmentRegistry registry)
    {
        foreach (string id in (string[])["dmc/cartpole-swingup", "dmc/cheetah-run", "dmc/walker-walk"])
        {
            using var environment = (SuiteEnv)registry.Make(id);
            yield return Of($"{id}, vectors", Speed.OfSteps(environment, Duration, Runs));
        }
    }

    private static Figure Of(string name, Speed speed) => new($"environment steps, {name}", speed.StepsPerSecond, "steps/s");
}
