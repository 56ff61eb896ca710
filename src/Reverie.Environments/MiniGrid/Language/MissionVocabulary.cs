using System.Collections.Frozen;

namespace Reverie.Environments.MiniGrid.Language;

/// <summary>Numbers for the words of missions; 0 stands for no word.</summary>
public sealed class MissionVocabulary
{
    private readonly string[] _words;
    private readonly FrozenDictionary<string, int> _tokens;

    /// <param name="words">The words; the first becomes token 1.</param>
    public MissionVocabulary(params ReadOnlySpan<string> words)
    {
        _words = words.ToArray();
        _tokens = _words.Select((word, index) => KeyValuePair.Create(word, index + 1)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The words of MiniGrid's missions, numbered as MiniGrid's DictObservationSpaceWrapper does.</summary>
    public static MissionVocabulary MiniGrid { get; } = new(MiniGridWords);

    /// <summary>The words of MiniGrid's and of BabyAI's missions; what both have has the same number.</summary>
    public static MissionVocabulary All { get; } = new([.. MiniGridWords, .. BabyAIWords]);

    /// <summary>How many tokens there are, that for no word included.</summary>
    public int Count => _words.Length + 1;

    private static string[] MiniGridWords =>
    [
        "red", "green", "blue", "yellow", "purple", "grey",
        "unseen", "empty", "wall", "floor", "box", "key", "ball", "door", "goal", "agent", "lava",
        "pick", "avoid", "get", "find", "put", "use", "open", "go", "fetch", "reach", "unlock", "traverse",
        "up", "the", "a", "at", ",", "square", "and", "then", "to", "of", "rooms", "near", "opening", "must", "you",
        "matching", "end", "hallway", "object", "from", "room", "maze",
    ];

    private static string[] BabyAIWords => ["next", "after", "in", "front", "behind", "on", "your", "left", "right"];

    /// <summary>The word of a token, or "" for token 0.</summary>
    public string Word(int token) => token == 0 ? "" : _words[token - 1];

    /// <summary>The tokens of a sentence; a comma is a word of its own.</summary>
    /// <exception cref="ArgumentException">A word is not in the vocabulary.</exception>
    public int[] Encode(string sentence) =>
    [
        .. sentence.Replace(",", " , ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
            _tokens.TryGetValue(word, out int token)
                ? token
                : throw new ArgumentException($"The word '{word}' of '{sentence}' is not in the vocabulary: make one that has it.", nameof(sentence))),
    ];
}
