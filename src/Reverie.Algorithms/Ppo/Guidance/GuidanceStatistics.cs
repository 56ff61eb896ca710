namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>What advice did in a rollout.</summary>
internal sealed class GuidanceStatistics
{
    private long _steps, _advised, _hits, _agreed, _mixed, _compared, _right;
    private double _share, _divergence, _bonus, _weight;

    /// <summary>One step.</summary>
    /// <param name="isAdvised">Whether there was advice.</param>
    /// <param name="hit">Whether the action is the one that fits the advice best.</param>
    /// <param name="agrees">Whether the actor's likeliest action is.</param>
    internal void Add(bool isAdvised, bool hit, bool agrees)
    {
        _steps++;
        if (!isAdvised)
            return;
        _advised++;
        _hits += hit ? 1 : 0;
        _agreed += agrees ? 1 : 0;
    }

    /// <summary>One advised step for which an expert knew what to do.</summary>
    /// <param name="isRight">Whether the best of the advice is that.</param>
    internal void Compare(bool isRight)
    {
        _compared++;
        _right += isRight ? 1 : 0;
    }

    /// <summary>How advice was mixed into one step.</summary>
    /// <param name="weight">w.</param>
    /// <param name="share">The advice's part in the action's probability, w q(a) / b(a).</param>
    /// <param name="divergence">KL(b || π).</param>
    internal void Mix(double weight, double share, double divergence)
    {
        _mixed++;
        (_weight, _share, _divergence) = (_weight + weight, _share + share, _divergence + divergence);
    }

    internal void Pay(double bonus) => _bonus += bonus;

    /// <summary>The numbers of all steps since the last time.</summary>
    internal void Log(Dictionary<string, double> metrics, bool pays, bool mixes)
    {
        if (_steps == 0)
            return;
        metrics["guidance/advised"] = (double)_advised / _steps;
        if (_advised > 0)
        {
            metrics["guidance/hits"] = (double)_hits / _advised;
            metrics["guidance/agreement"] = (double)_agreed / _advised;
        }
        if (_compared > 0)
            metrics["guidance/expert"] = (double)_right / _compared;
        if (mixes)
        {
            metrics["guidance/weight"] = _weight / _steps;
            metrics["guidance/share"] = _share / Math.Max(1, _mixed);
            metrics["guidance/kl"] = _divergence / Math.Max(1, _mixed);
        }
        if (pays)
            metrics["guidance/bonus"] = _bonus / _steps;
        (_steps, _advised, _hits, _agreed, _mixed, _compared, _right) = (0, 0, 0, 0, 0, 0, 0);
        (_share, _divergence, _bonus, _weight) = (0, 0, 0, 0);
    }
}
