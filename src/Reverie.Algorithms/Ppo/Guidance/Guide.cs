using Reverie.Algorithms.Ppo.Agents;
using Reverie.Environments;
using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Asks the adviser at every step, and does with the answers what the options say.</summary>
/// <param name="options">What advice does.</param>
/// <param name="adviser">Who gives it; the guide owns him.</param>
/// <param name="environments">The environments themselves.</param>
/// <param name="actions">Actions of an environment, A.</param>
/// <param name="gamma">Discount.</param>
internal sealed class Guide(GuidanceOptions options, IAdviser adviser, IReadOnlyList<IEnvironment> environments, int actions, double gamma) : IDisposable
{
    private readonly float[] _scores = new float[environments.Count * actions];
    private readonly float[] _counted = new float[actions];
    private readonly double[] _own = new double[actions], _behaviour = new double[actions], _moved = new double[actions];
    private readonly ShapedRewards _rewards = new(options.Shaping, gamma, environments.Count);
    private readonly GuidanceStatistics _statistics = new();
    private readonly Expert[] _experts = options.Adviser.Compare ? [.. environments.Where(Expert.Knows).Select(environment => new Expert(environment))] : [];
    private readonly long?[] _expected = new long?[environments.Count];

    /// <summary>How far the run is, from 0 to 1.</summary>
    internal double Progress { get; set; }

    /// <summary>Updates that were made; the original's mixing fades with them.</summary>
    internal int Rollouts { get; set; }

    /// <summary>Asks about all environments.</summary>
    internal void Ask(StepBatch seen, ActionBatch taken)
    {
        Array.Clear(_scores);
        adviser.Advise(new(seen, taken, environments), _scores);
        foreach (var (i, expert) in _experts.Index())
            _expected[i] = expert.Plan(seen.IsFirst[i], taken.Integers[i]);
    }

    /// <summary>Chooses an action with advice.</summary>
    /// <param name="environment">Where.</param>
    /// <param name="logits">The actor's, [A].</param>
    /// <param name="draw">Draws.</param>
    /// <param name="advice">Receives what must be mixed in when learning, [A].</param>
    /// <param name="weight">Receives how much it weighs then.</param>
    /// <param name="action">Receives the action.</param>
    /// <returns>The logarithm of the probability that PPO's ratio starts from.</returns>
    internal double Choose(int environment, ReadOnlySpan<float> logits, ActionDraw draw, Span<float> advice, out float weight, out long action)
    {
        var scores = Scores(environment);
        ActionDraw.Softmax(logits, 1, _own);
        if (!options.Acts)
        {
            (weight, action) = (0, draw.Draw(_own));
            return Math.Log(_own[action]);
        }
        if (options.Mixing == MixingKind.Original)
            return ChooseOriginal(scores, logits, draw, out weight, out action);
        bool tells = SoundMixing.Distribution(scores, options.Temperature, advice);
        // The policy that is advised directly learns nothing of it; who evaluates the actor alone sees what it has learned besides.
        weight = !tells ? 0 : options.Kind == GuidanceKind.Direct ? 1 : (float)options.Weight.At(Progress);
        for (int i = 0; i < actions; i++)
            _behaviour[i] = ((1 - weight) * _own[i]) + (weight * advice[i]);
        action = draw.Draw(_behaviour);
        _statistics.Mix(weight, weight * advice[(int)action] / _behaviour[action], Divergence());
        return Math.Log(_behaviour[action]);
    }

    /// <summary>After the action was chosen, and before the step.</summary>
    internal void Note(StepBatch seen, int environment, ReadOnlySpan<float> logits, long action)
    {
        var scores = Scores(environment);
        int best = Best(scores);
        _statistics.Add(scores[best] > 0, scores[(int)action] == scores[best], scores[Best(logits)] == scores[best]);
        if (_expected[environment] is { } expected && scores[best] > 0)
            _statistics.Compare(scores[(int)expected] == scores[best]);
        if (options.Pays)
            _rewards.Choose(seen, environment, action, scores[(int)action]);
    }

    /// <summary>What the step is paid besides.</summary>
    internal float Pay(StepBatch led, int environment)
    {
        if (!options.Pays)
            return 0;
        float bonus = _rewards.Pay(led, environment);
        _statistics.Pay(bonus);
        return bonus;
    }

    internal void Log(Dictionary<string, double> metrics)
    {
        _statistics.Log(metrics, options.Pays, options.Acts);
        adviser.Log(metrics);
    }

    internal void Save(BinaryWriter writer)
    {
        adviser.Save(writer);
        _rewards.Save(writer);
    }

    internal void Restore(BinaryReader reader)
    {
        adviser.Restore(reader);
        Array.ForEach(_experts, expert => expert.Lose());
        _rewards.Restore(reader);
    }

    public void Dispose() => adviser.Dispose();

    private double ChooseOriginal(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> logits, ActionDraw draw, out float weight, out long action)
    {
        bool any = OriginalMixing.Advice(scores, options.Threshold, options.Modifier, _counted);
        for (int i = 0; i < actions; i++)
            _moved[i] = logits[i];
        if (any)
            OriginalMixing.Move(_moved, _counted, OriginalMixing.Anneal(Rollouts), options.Modifier);
        ActionDraw.Softmax<double>(_moved, 1, _behaviour);
        action = draw.Draw(_behaviour);
        if (any)
            _statistics.Mix(0, 0, Divergence());
        // The ratio is formed against the actor, as if the advice had not acted.
        weight = 0;
        return Math.Log(_own[action]);
    }

    private Span<float> Scores(int environment) => _scores.AsSpan(environment * actions, actions);

    private static int Best(ReadOnlySpan<float> numbers)
    {
        int best = 0;
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] > numbers[best])
                best = i;
        }
        return best;
    }

    private double Divergence()
    {
        double sum = 0;
        for (int i = 0; i < actions; i++)
            sum += _behaviour[i] <= 0 ? 0 : _behaviour[i] * Math.Log(_behaviour[i] / Math.Max(_own[i], double.Epsilon));
        return sum;
    }
}
