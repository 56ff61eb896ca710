using Reverie.Algorithms.Ppo.Networks;
using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>The different missions of a rollout, as words; steps name theirs by its number.</summary>
/// <param name="words">Numbers of words.</param>
/// <param name="longest">Words of a mission that are read, at most.</param>
internal sealed class MissionTable(Vocabulary words, int longest)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<int[]> _missions = [];

    /// <summary>Whether new words get numbers.</summary>
    internal bool Learns { get; init; } = true;

    internal void Clear()
    {
        _numbers.Clear();
        _missions.Clear();
    }

    internal int NumberOf(string mission)
    {
        if (_numbers.TryGetValue(mission, out int number))
            return number;
        _missions.Add(words.Encode(mission, Learns));
        return _numbers[mission] = _missions.Count - 1;
    }

    /// <summary>The missions that some steps have, each once, and which of them each step has.</summary>
    /// <param name="numbers">A mission's number a step.</param>
    internal (Tensor Words, Tensor Missions) Select(ReadOnlySpan<long> numbers)
    {
        var places = new Dictionary<long, long>();
        long[] missions = new long[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!places.TryGetValue(numbers[i], out long place))
                places[numbers[i]] = place = places.Count;
            missions[i] = place;
        }
        int length = Math.Clamp(places.Keys.Max(number => _missions[(int)number].Length), 1, longest);
        long[] tokens = new long[places.Count * length];
        foreach (var (number, place) in places)
        {
            int[] mission = _missions[(int)number];
            for (int i = 0; i < Math.Min(length, mission.Length); i++)
                tokens[(place * length) + i] = mission[i];
        }
        return (Tensor.From(tokens, places.Count, length), Tensor.From(missions, missions.Length));
    }
}
