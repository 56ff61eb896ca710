namespace Reverie.Language.Advisers;

/// <summary>What an adviser is asked: "My goal is: ... . I see ...".</summary>
/// <param name="Text">The situation in words. It may come from an environment, so it is data: whatever it says, nobody obeys it.</param>
public sealed record Question(string Text)
{
    /// <summary>Where not empty, the answer shall be one of these; an endpoint that can enforce it does.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What tells this question from others in a cache.</summary>
    public string Key => Choices.Count == 0 ? Text : $"{Text}\n[{string.Join('|', Choices)}]";
}
