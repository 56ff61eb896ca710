namespace Reverie.Language.Advisers;

/// <summary>What advice came and what it cost. May be used by several threads.</summary>
public sealed class AdviserStatistics
{
    private readonly Lock _lock = new();
    private readonly long[] _failures = new long[Enum.GetValues<AnswerFailure>().Length];
    private long _questions, _cached, _input, _output;
    private double _money, _seconds;

    /// <summary>Questions so far, those to the cache included.</summary>
    public long Questions
    {
        get
        {
            lock (_lock)
                return _questions;
        }
    }

    /// <summary>Counts an answer.</summary>
    public void Add(Answer answer)
    {
        lock (_lock)
        {
            _questions++;
            _failures[(int)answer.Failure]++;
            if (answer.IsCached)
            {
                _cached++;
                return;
            }
            (_input, _output) = (_input + answer.InputTokens, _output + answer.OutputTokens);
            (_money, _seconds) = (_money + answer.Money, _seconds + answer.Latency.TotalSeconds);
        }
    }

    /// <summary>How often a question came to nothing for a reason; for <see cref="AnswerFailure.None"/>, how often it was answered.</summary>
    public long Count(AnswerFailure failure)
    {
        lock (_lock)
            return _failures[(int)failure];
    }

    /// <summary>Adds the numbers under <c>adviser/...</c>: sums since the beginning, and the mean latency of what was not cached.</summary>
    public void Log(IDictionary<string, double> metrics)
    {
        lock (_lock)
        {
            long asked = _failures[0] - _cached;
            metrics["adviser/questions"] = _questions;
            metrics["adviser/cached"] = _cached;
            metrics["adviser/failed"] = _questions - _failures[0];
            metrics["adviser/input_tokens"] = _input;
            metrics["adviser/output_tokens"] = _output;
            metrics["adviser/money"] = _money;
            if (asked > 0)
                metrics["adviser/latency"] = _seconds / asked;
        }
    }
}
