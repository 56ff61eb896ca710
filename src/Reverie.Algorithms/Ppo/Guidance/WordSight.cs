using Reverie.Environments.Spaces;
using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Caching;
using Reverie.Language.Advisers.Choosing;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>
/// Asks an adviser of words on behalf of somebody who watches. The game does not wait for slow answers: until one has come, the one before stays.
/// Who costs money is not asked: of an endpoint that is paid for, the cache answers.
/// </summary>
internal sealed class WordSight : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(40);

    private readonly Language.Advisers.AdviserOptions _options;
    private readonly ActionAdviser _adviser;
    private readonly Narrator _narrator;
    private readonly CancellationTokenSource _stop = new();
    private Task<Said>? _asked;
    private Said? _said;
    private string _situation = "";

    /// <param name="options">Who.</param>
    /// <param name="actions">Actions of an environment.</param>
    /// <exception cref="AdviserException">It cannot be had as it is described.</exception>
    internal WordSight(Language.Advisers.AdviserOptions options, int actions)
    {
        _options = options.Kind == AdviserKind.Openai ? options with { Cache = options.Cache with { Mode = CacheMode.Only, MissIsError = false } } : options;
        _adviser = new AdviserFactory(EnvironmentVariables.Find).Create(_options);
        _narrator = new(actions, options.History);
    }

    /// <summary>A step was taken.</summary>
    /// <param name="image">The view.</param>
    /// <param name="mission">The goal.</param>
    /// <param name="begins">Whether the episode begins here.</param>
    /// <param name="taken">What was done last.</param>
    internal void Tell(NdArray<byte> image, string mission, bool begins, long taken) => _situation = _narrator.Tell(image, mission, begins, taken);

    /// <summary>What is said of the step.</summary>
    /// <param name="name">Names actions.</param>
    internal Insight Look(Func<int, string> name)
    {
        string situation = _situation;
        if (_said?.Situation != situation && _asked is null)
            _asked = AskAsync(situation, _narrator.Captions);
        if (_asked is { } asked && (asked.IsCompleted || Task.WhenAny(asked, Task.Delay(Patience)).GetAwaiter().GetResult() == asked))
        {
            _asked = null;
            _said = asked.GetAwaiter().GetResult();
        }
        bool isOld = _said?.Situation != situation;
        return _said is not null ? Show(_said, isOld, name)
            : new("The adviser") { Texts = [new("asked", situation)], Note = "It is being asked.", IsPending = true };
    }

    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            _asked?.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or AdviserException)
        {
            // Nobody waits for it any more.
        }
        _adviser.Dispose();
        _stop.Dispose();
    }

    private Task<Said> AskAsync(string situation, IReadOnlyList<string> captions) => Task.Run(
        async () => new Said(situation, captions, await _adviser.AdviseAsync(situation, captions, _stop.Token)));

    private Insight Show(Said said, bool isOld, Func<int, string> name)
    {
        var (answer, best) = (said.Advice.Answer, said.Advice.Best);
        string text = !answer.IsGiven ? $"nothing: {answer.Reason}"
            : _options.Choice == ChoiceKind.Score ? "how likely each of the actions is as its answer"
            : answer.Text.Trim();
        return new("The adviser")
        {
            Texts =
            [
                new("prompt", $"{_options.Prompt}, {(answer.IsCached ? "from the cache" : _options.Kind.ToString().ToLowerInvariant())}"),
                new("asked", said.Situation),
                new("answer", text),
                new("taken for", best is { } action ? $"{name(action)} ({said.Captions[action].TrimEnd('.')})" : "nothing"),
            ],
            Bars = answer.IsGiven ? [.. said.Advice.Scores.Select((score, i) => new InsightBar(name(i), score, i == best))] : [],
            AreShares = true,
            Note = isOld ? "This was said of an earlier step; the present one is being asked about." : null,
            IsPending = isOld,
        };
    }

    private sealed record Said(string Situation, IReadOnlyList<string> Captions, Advice Advice);
}
