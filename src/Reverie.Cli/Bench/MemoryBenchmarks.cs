using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;

namespace Reverie.Cli.Bench;

/// <summary>Whether training leaves anything behind: tensors alive, and memory of the process, before and after many steps.</summary>
internal static class MemoryBenchmarks
{
    private const int WarmUp = 20;
    private const int Steps = 200;

    internal static IEnumerable<Figure> Measure()
    {
        var size = IrisSize.All.Single(size => size.Label == "small");
        using var generator = new Generator(1);
        using var model = new TokenWorldModel(size.Tokenizer.VocabularySize, IrisSize.Actions, size.Transformer, generator);
        using var optimizer = WorldModelOptimizer.Create(model, 1e-4, 0.01);
        Train(WarmUp);
        var (tensors, megabytes) = Now();
        Train(Steps);
        var (tensorsAfter, megabytesAfter) = Now();
        return
        [
            new($"tensors alive before {Steps} training steps, small world model", tensors, "tensors"),
            new($"tensors alive after {Steps} training steps, small world model", tensorsAfter, "tensors"),
            new($"resident memory before {Steps} training steps, small world model", megabytes, "MB"),
            new($"resident memory after {Steps} training steps, small world model", megabytesAfter, "MB"),
        ];

        void Train(int steps)
        {
            for (int i = 0; i < steps; i++)
                IrisWorldModelBenchmarks.Step(model, optimizer, () => IrisWorldModelBenchmarks.RandomTokens(size, generator), generator);
        }
    }

    private static (long Tensors, double Megabytes) Now()
    {
        // Garbage of the runtime is no leak.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (Tensor.LiveCount, Environment.WorkingSet / 1e6);
    }
}
