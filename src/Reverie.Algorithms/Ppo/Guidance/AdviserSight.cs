using System.Globalization;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Spaces;
using Reverie.Training;
using Reverie.Training.Algorithms;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Shows people who watch a guided run what its adviser says of what they see. The agent that they watch acts alone, as in evaluations.</summary>
/// <param name="options">What advice does in the run.</param>
/// <param name="actions">Actions of an environment.</param>
/// <param name="progress">How far the run was at the checkpoint, from 0 to 1.</param>
/// <param name="rollouts">Updates that were made by then.</param>
internal sealed class AdviserSight(GuidanceOptions options, int actions, double progress, int rollouts) : IDisposable
{
    private const string Format = "0.###";

    private Expert? _expert;
    private WordSight? _words;
    private Insight? _planned;
    private string? _obstacle;

    /// <summary>Null where nobody advises.</summary>
    internal static AdviserSight? Of(GuidanceOptions options, ActionSpec action, double progress, int rollouts) =>
        options.Kind == GuidanceKind.None || action.Kind != ActionKind.Discrete ? null : new(options, action.Choices[0], progress, rollouts);

    internal IReadOnlyList<Insight> Look(Glance at)
    {
        try
        {
            return _obstacle is not null ? [Silent(_obstacle)] : [Advice(at), Weight()];
        }
        catch (Exception e) when (e is ReverieException or IOException or InvalidDataException or NotSupportedException or FormatException)
        {
            // It is not tried again: what is wrong with an adviser stays wrong, and nobody wants to wait for it at every step.
            _obstacle = $"Nobody can be asked: {e.Message}";
            return [Silent(_obstacle)];
        }
    }

    public void Dispose() => _words?.Dispose();

    private static Insight Silent(string why) => new("The adviser") { Note = why };

    private Insight Advice(Glance at)
    {
        bool begins = at.Seen.IsFirst[at.Row] || !at.Follows;
        if (options.Adviser.Name == "random")
            return new("The adviser") { Texts = [new("answer", "an action at random")] };
        if (at.Environment is not { } environment)
            return Silent("The environment runs in another process, where the adviser cannot look at it.");
        return options.Adviser.Name == "words" ? OfWords(at, environment, begins) : OfExpert(at, environment, begins);
    }

    private Insight OfExpert(Glance at, IEnvironment environment, bool begins)
    {
        if (!Expert.Knows(environment))
            return Silent("The expert knows grid worlds only.");
        if (at.IsAgain && _planned is not null)
            return _planned;
        if (!at.Follows || _expert is null)
            _expert = new Expert(environment);
        long? action = _expert.Plan(begins, at.Taken);
        return _planned = new("The adviser")
        {
            Texts =
            [
                new("asked", "the expert, who sees the whole level"),
                new("answer", action is { } known ? NameOf(environment, (int)known) : "nothing: it does not know how to go on"),
            ],
            Note = options.Adviser.ErrorRate > 0 || options.Adviser.Coverage < 1
                ? $"In learning, an answer was given with probability {Number(options.Adviser.Coverage)}, and random with {Number(options.Adviser.ErrorRate)}."
                : null,
        };
    }

    private Insight OfWords(Glance at, IEnvironment environment, bool begins)
    {
        const string View = "image";
        var view = at.Seen.Observations.FirstOrDefault(
            rows => rows.Spec is { Name: View, Type: ElementType.UInt8, Shape: [int width, int height, 3] } && width == height);
        if (view is null || environment.Unwrapped is not MiniGridEnv grid)
            return Silent("The adviser is told of grid worlds' symbols only.");
        var image = new NdArray<byte>([.. view.Spec.Shape]);
        view.Row(at.Row).CopyTo(image.Span);
        _words ??= new(options.Adviser.Words, actions);
        if (!at.IsAgain)
            _words.Tell(image, grid.Mission, begins, at.Taken);
        return _words.Look(action => NameOf(environment, action));
    }

    private string NameOf(IEnvironment environment, int action) => (environment.Unwrapped as INamesActions)?.ActionNames is { } names && action < names.Count
        ? names[action].ToLowerInvariant().Replace('_', ' ') : $"action {action}";

    /// <summary>What the advice weighs in learning at this checkpoint.</summary>
    private Insight Weight()
    {
        var texts = new List<KeyValuePair<string, string>>();
        if (options.Kind == GuidanceKind.Direct)
        {
            texts.Add(new("policy", "1: wherever the adviser says something, it acts in the learner's place"));
        }
        else if (options.Acts && options.Mixing == MixingKind.Original)
        {
            string share = Number(options.Modifier * OriginalMixing.Anneal(rollouts));
            texts.Add(new("policy", $"logits moved by {share} of their size towards what fits better than {Number(options.Threshold)}"));
        }
        else if (options.Acts)
        {
            texts.Add(new("policy", $"{Number(options.Weight.At(progress))}: the probability that it, and not the learner, chooses"));
        }
        if (options.Pays)
        {
            string when = options.Shaping.Kind switch
            {
                ShapingKind.Novelty => ", once an episode for each deed that changes what is seen",
                ShapingKind.Potential => ", taken back at the next step",
                _ => options.Shaping.AllowFarming ? "" : ", once an episode for each deed",
            };
            texts.Add(new("reward", $"up to {Number(options.Shaping.Modifier)} for what fits better than {Number(options.Shaping.Threshold)}{when}"));
        }
        return new("What the advice weighs") { Texts = texts, Note = "In learning, at this checkpoint. The agent that you watch acts alone." };
    }

    private static string Number(double number) => number.ToString(Format, CultureInfo.InvariantCulture);
}
