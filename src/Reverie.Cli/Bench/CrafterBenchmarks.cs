using Reverie.Cli.Bench.Environments;
using Reverie.Environments.Crafter;
using Reverie.Environments.Registration;

namespace Reverie.Cli.Bench;

/// <summary>Crafter with and without pictures, and with the making of its worlds, which takes as long as hundreds of steps.</summary>
internal static class CrafterBenchmarks
{
    /// <summary>What Crafter 1.8.3 in Python gave: steps a second of processor time alone, and of random play, whose episodes are short.</summary>
    private const double PythonSteps = 1048, PythonPlay = 610;

    internal static IEnumerable<Figure> Measure(EnvironmentRegistry registry, TimeSpan duration, int runs)
    {
        const string Id = "CrafterReward-v1";
        using var environment = (CrafterEnv)registry.Make(Id);
        yield return Of($"{Id}, 64x64 pixels, with resets", Speed.OfSteps(environment, duration, runs)).Against(PythonPlay);
        var drawn = Speed.OfStepsAlone(action => environment.Step(action).Done, () => environment.Reset(), environment.ActionSpace.Count, duration, runs);
        yield return Of($"{Id}, 64x64 pixels, steps alone", drawn).Against(PythonSteps);
        var game = new CrafterGame(CrafterPainter.WorldPixels(64));
        ulong episode = 0;
        var bare = Speed.OfStepsAlone(
            action => game.Step((CrafterAction)action).Died, () => game.Reset(PythonHash.WorldSeed(0, ++episode)), environment.ActionSpace.Count, duration, runs);
        yield return Of($"{Id}, not drawn, steps alone", bare).Against(PythonSteps);
    }

    private static Figure Of(string name, Speed speed) => new($"environment steps, {name}", speed.StepsPerSecond, "steps/s");
}
