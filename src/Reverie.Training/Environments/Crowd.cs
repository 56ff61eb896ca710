using System.Globalization;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Training.Environments;

/// <summary>Makes environments side by side, after a look at whether so many of them fit into memory.</summary>
internal static class Crowd
{
    /// <summary>So few are made without a look: it costs two collections of garbage.</summary>
    private const int Few = 32;

    /// <param name="make">Makes one.</param>
    /// <param name="id">What they are called.</param>
    /// <param name="key">Where the options stand.</param>
    /// <param name="count">How many.</param>
    /// <param name="stop">Looked at before each is made.</param>
    /// <exception cref="ConfigException">They do not fit into the memory that is free.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    internal static VectorEnvironment Make(Func<IArrayEnvironment> make, string id, string key, int count, CancellationToken stop)
    {
        if (count > Few)
            RefuseTooMany(make, id, key, count);
        return new VectorEnvironment(MakeNext, count, threads: Math.Min(count, Environment.ProcessorCount), name: id);

        IArrayEnvironment MakeNext(int index)
        {
            stop.ThrowIfCancellationRequested();
            return make();
        }
    }

    private static void RefuseTooMany(Func<IArrayEnvironment> make, string id, string key, int count)
    {
        long each = BytesOfOne(make);
        double needed = (double)each * count, free = MachineMemory.Free;
        if (needed <= free)
            return;
        throw new ConfigException(string.Create(
            CultureInfo.InvariantCulture,
            $"{key}: {count} environments of {id} take about {needed / 1e9:F1} GB of memory ({each / 1e3:F0} KB each), and {free / 1e9:F1} GB are free; " +
            $"lower num_envs to {Math.Max(1, (long)(free / 2 / each))} or less."));
    }

    /// <summary>What stays in memory of an environment in its first episode, with the arrays that it fills.</summary>
    private static long BytesOfOne(Func<IArrayEnvironment> make)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var environment = make();
        var batch = new StepBatch(environment.Layout, 1);
        environment.Reset(0, batch.Row(0));
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(batch);
        return Math.Max(1, after - before);
    }
}
