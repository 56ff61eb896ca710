namespace Reverie.Environments;

/// <summary>Shows a word at every step, as a number in the observation <c>token</c>; 0 is silence.</summary>
public interface ISaysWords
{
    /// <summary>The words by their numbers; the first is silence, "".</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Numbers of what is said in this episode.</summary>
    IReadOnlyList<int> Sentence { get; }
}
