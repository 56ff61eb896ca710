namespace Reverie.Environments;

/// <summary>An environment that knows what success is; where none says so, only returns are reported.</summary>
public interface IJudgesSuccess
{
    /// <summary>What is counted, in the plural, such as <c>missions accomplished</c>.</summary>
    string SuccessMeaning { get; }

    /// <summary>Whether the episode, as far as it has got, is a success.</summary>
    bool Succeeded { get; }
}
