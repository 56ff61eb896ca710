namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>Numbers for the words of missions, in the order in which they are met; 0 stands for no word, and beyond the last number all are one.</summary>
public sealed class Vocabulary(int capacity)
{
    private static readonly char[] Separators = [' ', ',', '.', ';', ':', '!', '?', '"', '\t', '\n', '\r'];

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The words of a mission.</summary>
    /// <param name="mission">Any text; letters' case and punctuation do not count.</param>
    /// <param name="learns">Whether new words get numbers; otherwise they are one unknown word.</param>
    public int[] Encode(string mission, bool learns)
    {
        string[] words = mission.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(words, word => Number(word, learns));
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_numbers.Count);
        foreach (string word in _numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key))
            writer.Write(word);
    }

    public void Restore(BinaryReader reader)
    {
        _numbers.Clear();
        for (int count = reader.ReadInt32(); count > 0; count--)
            _numbers.Add(reader.ReadString(), _numbers.Count + 1);
    }

    private int Number(string word, bool learns)
    {
        if (_numbers.TryGetValue(word, out int number))
            return number;
        if (!learns || _numbers.Count + 1 >= capacity)
            return capacity;
        return _numbers[word] = _numbers.Count + 1;
    }
}
