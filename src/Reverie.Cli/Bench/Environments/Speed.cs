using System.Diagnostics;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;
using Reverie.Environments.Vector;

namespace Reverie.Cli.Bench.Environments;

/// <summary>What one measurement gave.</summary>
/// <param name="StepsPerSecond">Steps, resets included: the median of several runs.</param>
/// <param name="BytesPerStep">What a step allocates.</param>
internal readonly record struct Speed(double StepsPerSecond, double BytesPerStep)
{
    private const int Batch = 20_000;

    /// <summary>Steps one environment with random actions on one thread; an episode that ends is followed by the next.</summary>
    public static Speed OfSteps<T>(Environment<T, int> environment, TimeSpan duration, int runs) where T : notnull
    {
        var random = new Pcg64(0);
        int[] actions = new int[Batch];
        int count = ((Discrete)environment.ActionSpace).Count;
        foreach (ref int action in actions.AsSpan())
            action = random.Integers(0, count);
        environment.Reset(0);
        return Median(() => PlayBatch(environment, actions), Batch, duration, runs);
    }

    /// <inheritdoc cref="OfSteps{T}(Environment{T, int}, TimeSpan, int)"/>
    public static Speed OfSteps<T>(Environment<T, NdArray<double>> environment, TimeSpan duration, int runs) where T : notnull
    {
        const int FewSteps = 500;
        var random = new Pcg64(0);
        NdArray<double>[] actions = [.. Enumerable.Range(0, FewSteps).Select(_ => environment.ActionSpace.Sample(random))];
        environment.Reset(0);
        return Median(() => PlayBatch(environment, actions), FewSteps, duration, runs);
    }

    /// <summary>Takes random actions on one thread; the clock stands still while the next episode is made.</summary>
    /// <param name="step">Takes one action, and says whether the episode has ended.</param>
    /// <param name="reset">Begins an episode.</param>
    /// <param name="choices">How many actions there are.</param>
    /// <param name="duration">How long a run takes, resets not counted.</param>
    /// <param name="runs">How many runs.</param>
    public static Speed OfStepsAlone(Func<int, bool> step, Action reset, int choices, TimeSpan duration, int runs)
    {
        var random = new Pcg64(0);
        double[] speeds = new double[runs];
        long steps = 0;
        reset();
        Run(duration / 2); // compiles and warms up
        steps = 0;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (ref double speed in speeds.AsSpan())
            speed = Run(duration);
        double bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / steps;
        Array.Sort(speeds);
        return new(speeds[runs / 2], bytes);

        double Run(TimeSpan length)
        {
            long ticks = (long)(length.TotalSeconds * Stopwatch.Frequency), taken = 0, own = 0;
            while (taken < ticks)
            {
                // Stretches, not steps, are timed: a look at the clock costs a good part of a step.
                long start = Stopwatch.GetTimestamp();
                bool ended = false;
                for (int i = 0; i < 1000 && !ended; i++, own++)
                    ended = step(random.Integers(0, choices));
                taken += Stopwatch.GetTimestamp() - start;
                if (ended)
                    reset();
            }
            steps += own;
            return own * (double)Stopwatch.Frequency / taken;
        }
    }

    /// <summary>Steps a vector of environments on several threads.</summary>
    public static Speed OfVector(VectorEnvironment vector, TimeSpan duration, int runs)
    {
        const int Rounds = 256;
        var random = new Pcg64(0);
        int choices = vector.Layout.Action.Choices[0];
        ActionBatch[] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => new ActionBatch(vector.Layout.Action, vector.Count))];
        foreach (var round in rounds)
        {
            foreach (ref long action in round.Integers.AsSpan())
                action = random.Integers(0, choices);
        }
        vector.Reset(0);
        return Median(
            () =>
            {
                foreach (var round in rounds)
                    vector.Step(round);
            },
            vector.Count * Rounds, duration, runs);
    }

    /// <summary>Resets one environment again and again.</summary>
    public static Speed OfResets<T>(Environment<T, int> environment, TimeSpan duration, int runs) where T : notnull
    {
        const int Resets = 500;
        environment.Reset(0);
        return Median(
            () =>
            {
                for (int i = 0; i < Resets; i++)
                    environment.Reset();
            },
            Resets, duration, runs);
    }

    private static void PlayBatch<T, TAction>(Environment<T, TAction> environment, TAction[] actions)
        where T : notnull
        where TAction : notnull
    {
        foreach (var action in actions)
        {
            if (environment.Step(action).Done)
                environment.Reset();
        }
    }

    private static Speed Median(Action batch, int steps, TimeSpan duration, int runs)
    {
        Run(batch, duration / 2); // compiles and warms up
        double[] speeds = new double[runs];
        double bytes = 0;
        for (int run = 0; run < runs; run++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            (int batches, double seconds) = Run(batch, duration);
            bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / ((long)batches * steps);
            speeds[run] = batches * (double)steps / seconds;
        }
        Array.Sort(speeds);
        return new(speeds[runs / 2], bytes);
    }

    private static (int Batches, double Seconds) Run(Action batch, TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        int batches = 0;
        do
        {
            batch();
            batches++;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        return (batches, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
