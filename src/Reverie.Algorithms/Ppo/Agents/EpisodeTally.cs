using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>Returns, lengths and successes of the episodes that ended in a rollout.</summary>
internal sealed class EpisodeTally(int environments)
{
    private readonly double[] _returns = new double[environments];
    private readonly int[] _lengths = new int[environments];
    private double _sumOfReturns, _sumOfLengths;
    private int _judged, _successes;

    /// <summary>Episodes of the whole run.</summary>
    internal long Episodes { get; private set; }

    /// <summary>Episodes since the last log.</summary>
    internal int Recent { get; private set; }

    internal void Add(StepBatch led, int environment)
    {
        _returns[environment] += led.Rewards[environment];
        _lengths[environment]++;
        if (!led.HasEnded(environment))
            return;
        (Episodes, Recent) = (Episodes + 1, Recent + 1);
        _sumOfReturns += _returns[environment];
        _sumOfLengths += _lengths[environment];
        if (led.Successes[environment] is { } success)
            (_judged, _successes) = (_judged + 1, _successes + (success ? 1 : 0));
        (_returns[environment], _lengths[environment]) = (0, 0);
    }

    internal void Log(Dictionary<string, double> metrics)
    {
        metrics["episodes"] = Episodes;
        if (Recent > 0)
        {
            metrics["train/return"] = _sumOfReturns / Recent;
            metrics["train/length"] = _sumOfLengths / Recent;
            if (_judged > 0)
                metrics["train/success"] = (double)_successes / _judged;
        }
        (Recent, _sumOfReturns, _sumOfLengths, _judged, _successes) = (0, 0, 0, 0, 0);
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Episodes);
        for (int i = 0; i < environments; i++)
        {
            writer.Write(_returns[i]);
            writer.Write(_lengths[i]);
        }
    }

    internal void Restore(BinaryReader reader)
    {
        Episodes = reader.ReadInt64();
        for (int i = 0; i < environments; i++)
            (_returns[i], _lengths[i]) = (reader.ReadDouble(), reader.ReadInt32());
    }
}
