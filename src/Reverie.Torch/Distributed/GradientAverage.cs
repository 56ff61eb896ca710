namespace Reverie.Torch.Distributed;

/// <summary>Averages gradients over processes, in buckets: a few large sums instead of many small ones.</summary>
public static class GradientAverage
{
    /// <summary>Numbers in a bucket; 25 MB, as PyTorch's DistributedDataParallel has it.</summary>
    private const long BucketSize = 25 * (1 << 20) / sizeof(float);

    /// <summary>
    /// Replaces the gradients by their mean over all processes; a parameter that has none in some of them counts as 0 there, and stays
    /// without one if it has none anywhere.
    /// </summary>
    /// <param name="parameters">The same in all processes, in the same order.</param>
    /// <param name="processes">Who averages.</param>
    /// <exception cref="ProcessLostException">A process is gone.</exception>
    public static void Apply(IEnumerable<Tensor> parameters, IProcessGroup processes)
    {
        if (processes.Size == 1)
            return;
        using var noGrad = new NoGrad();
        var bucket = new List<Tensor>();
        long numbers = 0;
        foreach (var parameter in parameters)
        {
            if (bucket.Count > 0 && (numbers + parameter.NumElements > BucketSize || parameter.Device != bucket[0].Device))
                Flush();
            bucket.Add(parameter);
            numbers += parameter.NumElements;
        }
        if (bucket.Count > 0)
            Flush();

        void Flush()
        {
            Average(bucket, processes);
            bucket.Clear();
            numbers = 0;
        }
    }

    private static void Average(List<Tensor> parameters, IProcessGroup processes)
    {
        using var scope = new TensorScope();
        var device = parameters[0].Device;
        // Behind the gradients, who has one.
        float[] has = [.. parameters.Select(parameter => parameter.Grad is null ? 0f : 1f)];
        var flat = Tensor.Cat([.. parameters.Select(Flatten), Tensor.From(has, has.Length).To(device)], 0);
        processes.Sum(flat);
        flat.MulInPlace(1.0 / processes.Size);
        flat.Narrow(0, flat.NumElements - has.Length, has.Length).CopyTo(has.AsSpan());
        long start = 0;
        foreach (var (parameter, share) in parameters.Zip(has))
        {
            var mean = flat.Narrow(0, start, parameter.NumElements).View(parameter.Shape);
            start += parameter.NumElements;
            if (parameter.Grad is { } grad)
                grad.CopyFrom(mean);
            else if (share > 0)
                parameter.Grad = mean.To(parameter.DType).Clone();
        }
    }

    private static Tensor Flatten(Tensor parameter) => parameter.Grad is { } grad
        ? grad.Float().Reshape(-1)
        : Tensor.Zeros([parameter.NumElements], device: parameter.Device);
}
