namespace Reverie.Language.Advisers.Limits;

/// <summary>What a run may spend on advice, and what it has spent. May be used by several threads.</summary>
/// <param name="limits">Requests, tokens and money.</param>
public sealed class Budget(LimitOptions limits)
{
    private readonly Lock _lock = new();
    private long _requests, _tokens;
    private double _money;

    /// <summary>Takes one request out of it.</summary>
    /// <returns>False where something is spent.</returns>
    public bool TrySpend()
    {
        lock (_lock)
        {
            if (_requests >= limits.Requests || _tokens >= limits.Tokens || _money >= limits.Money)
                return false;
            _requests++;
            return true;
        }
    }

    /// <summary>Takes out what an answer cost.</summary>
    public void Add(Answer answer)
    {
        lock (_lock)
            (_tokens, _money) = (_tokens + answer.InputTokens + answer.OutputTokens, _money + answer.Money);
    }

    /// <summary>Writes what was spent.</summary>
    public void Save(BinaryWriter writer)
    {
        lock (_lock)
        {
            writer.Write(_requests);
            writer.Write(_tokens);
            writer.Write(_money);
        }
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        lock (_lock)
            (_requests, _tokens, _money) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadDouble());
    }
}
