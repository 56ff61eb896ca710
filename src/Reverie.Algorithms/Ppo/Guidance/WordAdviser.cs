using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Spaces;
using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Choosing;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Somebody who is told in words what the agent sees and answers in words: a language model, or a cache of what one has said.</summary>
/// <param name="adviser">Who; it is disposed with this one.</param>
/// <param name="actions">Actions of an environment.</param>
/// <param name="environments">How many environments there are.</param>
/// <param name="history">How many of the last steps a question tells.</param>
internal sealed class WordAdviser(ActionAdviser adviser, int actions, int environments, int history) : IAdviser
{
    private const string View = "image";

    private readonly Narrator[] _narrators = [.. Enumerable.Range(0, environments).Select(_ => new Narrator(actions, history))];

    public void Advise(AdviceRequest request, Span<float> scores)
    {
        // All at once: an endpoint's answers take longest, and like situations are asked about once.
        var asked = new Task<Advice>[request.Seen.Count];
        for (int i = 0; i < asked.Length; i++)
            asked[i] = AskAsync(request, i);
        Task.WhenAll(asked).GetAwaiter().GetResult();
        for (int i = 0; i < asked.Length; i++)
        {
            var advice = asked[i].GetAwaiter().GetResult();
            for (int action = 0; action < actions; action++)
                scores[(i * actions) + action] = advice.Scores[action];
        }
    }

    public void Log(Dictionary<string, double> metrics) => adviser.Statistics.Log(metrics);

    public void Save(BinaryWriter writer)
    {
        adviser.Save(writer);
        Array.ForEach(_narrators, narrator => narrator.Save(writer));
    }

    public void Restore(BinaryReader reader)
    {
        adviser.Restore(reader);
        Array.ForEach(_narrators, narrator => narrator.Restore(reader));
    }

    public void Dispose() => adviser.Dispose();

    private Task<Advice> AskAsync(AdviceRequest request, int environment)
    {
        var view = request.Seen.Observations.FirstOrDefault(
            rows => rows.Spec is { Name: View, Type: ElementType.UInt8, Shape: [int width, int height, 3] } && width == height);
        if (view is null || request.Environments[environment].Unwrapped is not MiniGridEnv grid)
        {
            throw new ConfigException(
                "guidance.adviser.name=words tells what is seen in MiniGrid's and BabyAI's symbolic views; take such an environment, or bot or random.");
        }
        var image = new NdArray<byte>([.. view.Spec.Shape]);
        view.Row(environment).CopyTo(image.Span);
        var narrator = _narrators[environment];
        string situation = narrator.Tell(image, grid.Mission, request.Seen.IsFirst[environment], request.Taken.Integers[environment]);
        return adviser.AdviseAsync(situation, narrator.Captions);
    }
}
