using Reverie.Language.Models;
using Reverie.Torch;

namespace Reverie.Language.Generation;

/// <summary>Continues a sequence of tokens, one token a step, with the model's recurrent state.</summary>
public static class TextGenerator
{
    /// <summary>Draws tokens until the end token, the limit of <paramref name="options"/>, or the model's last position.</summary>
    /// <param name="model">A model with tokens.</param>
    /// <param name="prompt">At least one token.</param>
    /// <param name="options">How to draw.</param>
    /// <param name="generator">Where chance comes from, on the CPU.</param>
    /// <returns>The drawn tokens without the prompt and without the end token.</returns>
    /// <exception cref="ArgumentException">The prompt is empty or longer than the model's positions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The options hold a temperature that is no number, or a negative count.</exception>
    public static int[] Generate(LanguageModel model, ReadOnlySpan<int> prompt, GenerationOptions options, Generator generator)
    {
        long most = model.Config.MaxPositions ?? long.MaxValue;
        if (prompt.IsEmpty || prompt.Length > most)
            throw new ArgumentException($"The prompt has {prompt.Length} tokens; give at least one and at most {most}.", nameof(prompt));
        options.Validate();
        using var noGrad = new NoGrad();
        var device = model.Parameters().First().Device;
        long capacity = Math.Min(most, (long)prompt.Length + options.MaxTokens);
        using var state = model.CreateState(1, capacity);
        var drawn = new List<int>();
        int[] next = prompt.ToArray();
        while (drawn.Count < options.MaxTokens && state.Length + next.Length <= capacity)
        {
            using var scope = new TensorScope();
            var tokens = Tensor.From(next, 1, next.Length).Long().To(device);
            var logits = model.Forward(tokens, state: state).Logits; // [1, T, V]
            int token = Draw(logits.Select(0, 0).Select(0, next.Length - 1).Float().To(Device.Cpu), options, generator);
            if (token == options.EndToken || options.EndsAt?.Invoke(token) == true)
                break;
            drawn.Add(token);
            next = [token];
        }
        return [.. drawn];
    }

    /// <param name="logits">[V]</param>
    /// <param name="options">How to draw.</param>
    /// <param name="generator">Where chance comes from.</param>
    private static int Draw(Tensor logits, GenerationOptions options, Generator generator)
    {
        if (options.Temperature < GenerationOptions.Coldest)
            return (int)logits.ArgMax(0).ItemInt64();
        if (options.TopK > 0 && options.TopK < logits.Size(0))
        {
            var (values, indices) = logits.TopK(options.TopK);
            var place = Nucleus((values / options.Temperature).Softmax(0), options.TopP).Multinomial(1, generator: generator);
            return (int)indices.IndexSelect(0, place).ItemInt64();
        }
        return (int)Nucleus((logits / options.Temperature).Softmax(0), options.TopP).Multinomial(1, generator: generator).ItemInt64();
    }

    /// <summary>Without the tokens that are less likely than those which together have the probability wanted; what is left need not add up to 1.</summary>
    private static Tensor Nucleus(Tensor probabilities, double share)
    {
        if (share >= 1)
            return probabilities;
        float[] all = probabilities.ToArray<float>();
        int[] order = [.. Enumerable.Range(0, all.Length).OrderByDescending(i => all[i])];
        double sum = 0;
        foreach (int i in order)
        {
            double before = sum;
            sum += all[i];
            if (before >= share)
                all[i] = 0;
        }
        return Tensor.From(all, all.Length);
    }
}
