using Reverie.Environments.Seeding;

namespace Reverie.Environments.Conformance;

/// <summary>
/// Looks for the mistakes that environments are prone to, as Gymnasium's <c>check_env</c> does: observations outside their space, steps or
/// resets that chance alone does not explain, rendering that is no image, a state that does not come back when it was saved.
/// </summary>
public static class EnvironmentChecker
{
    private const ulong Seed = 123;
    private const int Steps = 400;

    /// <param name="make">Makes one more environment of the same kind.</param>
    /// <returns>What is wrong, a sentence each; nothing if all is well.</returns>
    public static IReadOnlyList<string> Check(Func<IEnvironment> make)
    {
        var problems = make().Accept(new Visitor(make()));
        return problems.Count > 0 ? problems : SavingChecker.Check(make);
    }

    private static void CheckSpaces<TObservation, TAction>(Environment<TObservation, TAction> environment, List<string> problems)
        where TObservation : notnull
        where TAction : notnull
    {
        var random = new Pcg64(Seed);
        Require(environment.ActionSpace.Contains(environment.ActionSpace.Sample(random)), "A sample of the action space is not in it.", problems);
        Require(environment.ObservationSpace.Contains(environment.ObservationSpace.Sample(random)),
            "A sample of the observation space is not in it.", problems);
    }

    private static void CheckReset<TObservation, TAction>(
        Environment<TObservation, TAction> first, Environment<TObservation, TAction> second, List<string> problems)
        where TObservation : notnull
        where TAction : notnull
    {
        var observation = first.Reset(Seed);
        Require(first.ObservationSpace.Contains(observation), "The observation of Reset is not in the observation space.", problems);
        Require(ObservationEquality.AreEqual(observation, second.Reset(Seed)), "Reset gives different observations for the same seed.", problems);
        Require(first.Random.State == second.Random.State, "Reset leaves the random generator in different states for the same seed.", problems);

        Require(ObservationEquality.AreEqual(first.Reset(), second.Reset()),
            "Reset without a seed depends on something other than the random generator.", problems);
        Require(first.Random.State == second.Random.State, "Reset without a seed leaves the random generator in different states.", problems);
        first.Reset(Seed + 1);
        second.Reset(Seed);
        Require(first.Random.State != second.Random.State, "Reset ignores its seed: different seeds leave the random generator in the same state.", problems);
    }

    private static void CheckSteps<TObservation, TAction>(
        Environment<TObservation, TAction> first, Environment<TObservation, TAction> second, List<string> problems)
        where TObservation : notnull
        where TAction : notnull
    {
        var random = new Pcg64(Seed);
        first.Reset(Seed);
        second.Reset(Seed);
        for (int step = 0; step < Steps && problems.Count == 0; step++)
        {
            var action = first.ActionSpace.Sample(random);
            StepResult<TObservation> a = first.Step(action), b = second.Step(action);
            Require(first.ObservationSpace.Contains(a.Observation),
                $"The observation of step {step} (action {action}) is not in the observation space.", problems);
            Require(double.IsFinite(a.Reward), $"The reward of step {step} is {a.Reward}, not a finite number.", problems);
            Require(ObservationEquality.AreEqual(a.Observation, b.Observation),
                $"Step {step} gives different observations for the same seed and actions.", problems);
            Require(
                (a.Reward, a.Terminated, a.Truncated) == (b.Reward, b.Terminated, b.Truncated),
                $"Step {step} gives different rewards or ends for the same seed and actions.", problems);
            Require(first.Random.State == second.Random.State, $"Step {step} leaves the random generator in different states.", problems);
            if (a.Done)
            {
                first.Reset();
                second.Reset();
            }
        }
    }

    private static void CheckRender(IEnvironment environment, List<string> problems)
    {
        try
        {
            var image = environment.Render();
            Require(image.Shape is [> 0, > 0, 3], $"Render gives {image}, not an image [rows, columns, 3].", problems);
        }
        catch (NotSupportedException)
        {
            // It says that it draws none, which is no mistake.
        }
    }

    private static void CheckDispose(IEnvironment environment, List<string> problems)
    {
        environment.Dispose();
        try
        {
            environment.Dispose();
        }
        catch (Exception e)
        {
            problems.Add($"A second Dispose throws: {e.Message}");
        }
    }

    private static void Require(bool condition, string problem, List<string> problems)
    {
        if (!condition)
            problems.Add(problem);
    }

    private sealed class Visitor(IEnvironment twin) : IEnvironmentVisitor<IReadOnlyList<string>>
    {
        public IReadOnlyList<string> Visit<TObservation, TAction>(Environment<TObservation, TAction> environment)
            where TObservation : notnull
            where TAction : notnull
        {
            if (twin is not Environment<TObservation, TAction> second)
                return ["Two environments that were made alike are of different types."];
            var problems = new List<string>();
            CheckSpaces(environment, problems);
            CheckReset(environment, second, problems);
            CheckSteps(environment, second, problems);
            CheckRender(environment, problems);
            CheckDispose(environment, problems);
            second.Dispose();
            return problems;
        }
    }
}
