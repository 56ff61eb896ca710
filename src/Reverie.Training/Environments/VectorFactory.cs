using System.Globalization;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Training.Environments;

/// <summary>
/// Puts environments side by side: threads for those that compute here, and for those in processes of their own a thread each, which waits.
/// A process that fails costs an episode, and the run says so. What memory cannot hold is refused before it is tried.
/// </summary>
internal static class VectorFactory
{
    /// <summary>So few are made without a look at the memory, which costs two collections of garbage.</summary>
    private const int Few = 32;

    /// <summary>Each has a thread that waits for it, and an interpreter's tens of megabytes.</summary>
    private const int MostProcesses = 256;

    /// <param name="worlds">Told when one is restarted.</param>
    /// <param name="id">What they are called.</param>
    /// <param name="key">Where the options stand.</param>
    /// <param name="count">How many.</param>
    /// <param name="make">Makes one.</param>
    /// <param name="stop">Looked at before each is made.</param>
    /// <param name="oneByOne">Whether one thread steps them all.</param>
    /// <exception cref="ConfigException">They do not fit into the memory that is free.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public static VectorEnvironment Make(
        Worlds worlds, string id, string key, int count, Func<(IEnvironment Environment, IArrayEnvironment Arrays)> make, CancellationToken stop,
        bool oneByOne = false)
    {
        stop.ThrowIfCancellationRequested();
        long before = count > Few ? GC.GetTotalMemory(forceFullCollection: true) : 0;
        var (first, arrays) = make();
        bool elsewhere = first.Unwrapped is IOwnProcess;
        var all = new IArrayEnvironment?[count];
        all[0] = arrays;
        try
        {
            if (elsewhere && count > MostProcesses)
                throw new ConfigException($"{key}: {id} runs in a process of its own, and {count} of them are too many; lower num_envs to {MostProcesses} or less.");
            if (!elsewhere && count > Few)
                RefuseTooMany(arrays, before, id, key, count);
            // Processes take long to start, and longer one after the other.
            if (elsewhere)
                Parallel.For(1, count, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => all[i] = Next());
            var vector = new VectorEnvironment(
                i => all[i] ??= Next(), count, threads: oneByOne ? 1 : elsewhere ? count : Math.Min(count, Environment.ProcessorCount),
                onFailure: elsewhere ? OnFailure.Restart : OnFailure.Stop, name: id);
            vector.Restarted += failure => worlds.Environments.Log(
                $"{failure.Message.TrimEnd('.')}; its episode is cut off there, and the next one begins in a new process.");
            return vector;
        }
        catch (Exception e)
        {
            foreach (var made in all)
                made?.Dispose();
            if (e is AggregateException { InnerExceptions: [var one, ..] })
                throw one;
            throw;
        }

        IArrayEnvironment Next()
        {
            stop.ThrowIfCancellationRequested();
            return make().Arrays;
        }
    }

    private static void RefuseTooMany(IArrayEnvironment first, long before, string id, string key, int count)
    {
        long each = BytesSince(before, first);
        double needed = (double)each * count, free = MachineMemory.Free;
        if (needed <= free)
            return;
        throw new ConfigException(string.Create(
            CultureInfo.InvariantCulture,
            $"{key}: {count} environments of {id} take about {needed / 1e9:F1} GB of memory ({each / 1e3:F0} KB each), and {free / 1e9:F1} GB are free; " +
            $"lower num_envs to {Math.Max(1, (long)(free / 2 / each))} or less."));
    }

    /// <summary>What stays in memory of an environment in its first episode, with the arrays that it fills.</summary>
    private static long BytesSince(long before, IArrayEnvironment environment)
    {
        var batch = new StepBatch(environment.Layout, 1);
        environment.Reset(0, batch.Row(0));
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(batch);
        return Math.Max(1, after - before);
    }
}
