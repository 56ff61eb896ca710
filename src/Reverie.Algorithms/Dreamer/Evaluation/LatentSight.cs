using System.Globalization;
using Reverie.Algorithms.Dreamer.Agents;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Evaluation;

/// <summary>What there is to see of a latent state: how sure it is, how much a step surprised it, and which word it expected.</summary>
/// <param name="model">All networks.</param>
/// <param name="words">Words by their numbers; null: they have none.</param>
/// <param name="device">Where the networks are.</param>
internal sealed class LatentSight(DreamerModel model, IReadOnlyList<string>? words, Device device) : IDisposable
{
    private const int ShownWords = 5;

    /// <summary>Draws from the prior over which an expected word is averaged.</summary>
    private const int Draws = 16;

    private const string Format = "0.###";

    // Draws of its own, so that looking changes nothing that is done.
    private readonly Generator _draws = new(0, device);

    private LatentModel Latents => model.WorldModel.Rssm;

    private ArraySpec? Token => model.Keys.Token;

    /// <summary>Of a step that was seen.</summary>
    internal IReadOnlyList<Insight> OfStep(DreamerPolicy policy, Glance at)
    {
        int row = at.Row;
        var now = Row(policy.State, row);
        LatentState? before = policy.Before is { } known ? Row(known, row) : null;
        var action = policy.Led?.Narrow(0, row, 1) ?? Tensor.Zeros([1, DreamerModel.SizeOf(model.Actions)], device: device);
        var prior = Latents.Expected(before, action, now);
        var posterior = Latents.Recognised(now, policy.Embed(at.Seen).Narrow(0, row, 1));
        var all = new List<Insight> { OfLatent(prior, posterior) };
        if (Token is { } token)
        {
            long came = at.Seen[token.Name].As<long>()[row];
            if (ExpectedWord(before, action, now, prior) is { } expected)
                all.Add(OfWord(expected, came, "What was expected of this step's word before it came."));
        }
        return all;
    }

    /// <summary>Of a step that was dreamt.</summary>
    internal IReadOnlyList<Insight> OfDream(LatentState now)
    {
        var all = new List<Insight>();
        var none = Tensor.Zeros([1, DreamerModel.SizeOf(model.Actions)], device: device);
        if (Latents.Expected(null, none, now) is { } prior)
            all.Add(OfLatent(prior, null));
        if (Token is null)
            return all;
        if (Latents is TokenModel speaking)
        {
            long drawn = speaking.WordOf(now).ArgMax(-1).ItemInt64();
            all.Add(OfWord(speaking.ExpectedWord(now).Softmax(-1), drawn, "What the dream was to say, and the word that was drawn."));
        }
        else if (model.WorldModel.Decoder.Forward(now.Features).TryGetValue(Token.Name, out var logits))
        {
            all.Add(OfWord(logits.Softmax(-1), null, "What the dreamt state says; no word is drawn."));
        }
        return all;
    }

    public void Dispose() => _draws.Dispose();

    private static LatentState Row(LatentState states, int row) => new(states.Recurrent.Narrow(0, row, 1), states.Stochastic.Narrow(0, row, 1));

    private static Insight OfLatent(Tensor? prior, Tensor? posterior)
    {
        var texts = new List<KeyValuePair<string, string>>();
        if (posterior is not null)
            Add("entropy, seen", OneHot.Entropy(posterior));
        if (prior is not null)
            Add("entropy, expected", OneHot.Entropy(prior));
        if (prior is not null && posterior is not null)
            Add("surprise", OneHot.Divergence(posterior, prior));
        return new("Latent state")
        {
            Texts = texts,
            Note = posterior is null
                ? "In nats, over all variables: how unsure the prior is, from which the dream draws."
                : "In nats, over all variables: how unsure posterior and prior are, and the divergence of the first from the second, KL(posterior || prior).",
        };

        void Add(string name, Tensor each) => texts.Add(new(name, each.Sum().Item().ToString(Format, CultureInfo.InvariantCulture)));
    }

    /// <summary>Probabilities [1, V].</summary>
    private Tensor? ExpectedWord(LatentState? before, Tensor action, LatentState now, Tensor? prior)
    {
        if (Latents is TokenModel speaking)
            return speaking.ExpectedWord(now).Softmax(-1);
        if (prior is null)
            return null;
        // A word is decoded of a latent, so that its distribution is a mean over what the prior may draw.
        var sampler = new CategoricalSampler(_draws);
        Tensor? sum = null;
        for (int i = 0; i < Draws; i++)
        {
            var other = Latents.Instead(before, action, now, OneHot.StraightThrough(prior, sampler).Flatten(-2));
            if (!model.WorldModel.Decoder.Forward(other.Features).TryGetValue(Token!.Name, out var logits))
                return null;
            var probabilities = logits.Softmax(-1);
            sum = sum is null ? probabilities : sum + probabilities;
        }
        return sum! / Draws;
    }

    private Insight OfWord(Tensor probabilities, long? came, string note)
    {
        float[] each = probabilities.Flatten().ToArray<float>();
        var order = Enumerable.Range(0, each.Length).OrderByDescending(word => each[word]).ToList();
        var shown = order.Take(ShownWords);
        if (came is { } word && !shown.Contains((int)word))
            shown = shown.Append((int)word);
        return new("The word")
        {
            Bars = [.. shown.Select(number => new InsightBar(Name(number), each[number], number == came))],
            AreShares = true,
            Texts = came is { } said ? [new("came", Name((int)said))] : [],
            Note = note,
        };
    }

    private string Name(int number) => words is null || number >= words.Count ? $"word {number}" : words[number].Length == 0 ? "(silence)" : words[number];
}
