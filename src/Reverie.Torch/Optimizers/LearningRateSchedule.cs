namespace Reverie.Torch.Optimizers;

/// <summary>Learning rates as a factor in [0, 1] of the peak rate, by step (from 0).</summary>
public static class LearningRateSchedule
{
    public static Func<long, double> Constant() => _ => 1;

    /// <summary>Rises linearly over the first steps and stays.</summary>
    public static Func<long, double> Warmup(long warmup) => step => warmup <= 0 ? 1 : Math.Min(1, (step + 1.0) / warmup);

    /// <summary>Rises over <paramref name="warmup"/> steps, then falls linearly to <paramref name="floor"/> at <paramref name="total"/>.</summary>
    public static Func<long, double> Linear(long warmup, long total, double floor = 0) => Decay(warmup, total, progress => 1 - ((1 - floor) * progress));

    /// <summary>Rises over <paramref name="warmup"/> steps, then falls along half a cosine to <paramref name="floor"/> at <paramref name="total"/>.</summary>
    public static Func<long, double> Cosine(long warmup, long total, double floor = 0) =>
        Decay(warmup, total, progress => floor + ((1 - floor) * 0.5 * (1 + Math.Cos(Math.PI * progress))));

    /// <summary>Sets every group's rate to its peak times the factor.</summary>
    public static void Apply(Optimizer optimizer, Func<long, double> schedule, long step, IReadOnlyList<double> peaks)
    {
        double factor = schedule(step);
        foreach (var (index, group) in optimizer.Groups.Index())
            group.LearningRate = peaks[index] * factor;
    }

    private static Func<long, double> Decay(long warmup, long total, Func<double, double> shape) => step =>
        step < warmup ? (step + 1.0) / warmup : shape(Math.Clamp((double)(step - warmup) / Math.Max(1, total - warmup), 0, 1));
}
