using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Evaluation;

/// <summary>
/// Open-loop prediction: a dream begins with a real frame, is given the actions that were really taken, and must foresee on its own what really
/// came. It takes the likeliest token, reward and end, so that it draws nothing.
/// </summary>
/// <param name="Real">The frames' tokens, integers [B, H + 1, K].</param>
/// <param name="Dreamt">The first frame's tokens and those dreamt after it, integers [B, H + 1, K].</param>
/// <param name="Rewards">Dreamt, -1, 0 or 1, [B, H].</param>
/// <param name="Ends">Dreamt, truth values [B, H].</param>
internal sealed record OpenLoop(Tensor Real, Tensor Dreamt, Tensor Rewards, Tensor Ends)
{
    /// <summary>Dreams segments of real experience.</summary>
    /// <param name="tokenizer">Turns frames into tokens.</param>
    /// <param name="model">Dreams.</param>
    /// <param name="batch">Segments of H + 1 steps.</param>
    internal static OpenLoop Run(IFrameTokenizer tokenizer, WorldModel model, TensorBatch batch)
    {
        using var noGrad = new NoGrad();
        var real = tokenizer.EncodeTokens(batch[IrisPolicy.Image]); // [B, H + 1, K]
        using var environment = new WorldModelEnvironment(tokenizer, model, new ArgMaxSampler());
        environment.ResetFromTokens(real.Select(1, 0));
        var frames = new List<Tensor> { real.Select(1, 0) };
        var answers = new List<ImaginedStep>();
        for (int t = 0; t < real.Size(1) - 1; t++)
        {
            answers.Add(environment.Step(batch.Actions.Select(1, t)));
            frames.Add(environment.ObservationTokens.Clone());
        }
        return new(
            real,
            Tensor.Stack([.. frames], 1),
            Tensor.Stack([.. answers.Select(answer => answer.Rewards)], 1),
            Tensor.Stack([.. answers.Select(answer => answer.Ends)], 1));
    }

    /// <summary>How often the dreams are right after so many steps.</summary>
    /// <param name="batch">The segments that were dreamt.</param>
    /// <param name="steps">From 1 to H.</param>
    /// <returns>Shares in [0, 1] by name; none where no segment is that long.</returns>
    internal IEnumerable<(string Name, double Share)> Accuracies(TensorBatch batch, int steps)
    {
        bool[] there = Column(batch.MaskPadding, steps).ToArray<bool>(), answered = Column(batch.MaskPadding, steps - 1).ToArray<bool>();
        long[] first = Column(Real, 0).ToArray<long>(), real = Column(Real, steps).ToArray<long>(), dreamt = Column(Dreamt, steps).ToArray<long>();
        int k = real.Length / there.Length;
        int[] tokens = Enumerable.Range(0, real.Length).Where(i => there[i / k]).ToArray();
        int[] changed = tokens.Where(i => real[i] != first[i]).ToArray();
        if (tokens.Length > 0)
            yield return ("tokens", Share(tokens, i => real[i] == dreamt[i]));
        if (changed.Length > 0)
            yield return ("changed_tokens", Share(changed, i => real[i] == dreamt[i]));
        (string, long[], long[])[] labels =
        [
            ("rewards", Column(batch.Rewards.Sign(), steps - 1).Long().ToArray<long>(), Column(Rewards, steps - 1).Long().ToArray<long>()),
            ("ends", Column(batch.Ends, steps - 1).ToArray<long>(), Column(Ends, steps - 1).Long().ToArray<long>()),
        ];
        foreach (var (name, truth, guess) in labels)
        {
            int[] rows = [.. Enumerable.Range(0, truth.Length).Where(row => answered[row])];
            if (rows.Length == 0)
                continue;
            yield return (name, Share(rows, row => truth[row] == guess[row]));
            // A reward is rare: who never expects one is nearly always right. Here each kind of answer counts the same.
            yield return ($"{name}_balanced", rows.GroupBy(row => truth[row]).Average(kind => Share([.. kind], row => truth[row] == guess[row])));
        }
    }

    private static Tensor Column(Tensor values, int step) => values.Select(1, step).Contiguous().To(Device.Cpu);

    private static double Share(int[] of, Func<int, bool> isRight) => (double)of.Count(isRight) / of.Length;
}
