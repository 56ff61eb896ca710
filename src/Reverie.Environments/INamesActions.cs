namespace Reverie.Environments;

/// <summary>An environment whose actions are choices with names, for people and for models that leave Reverie.</summary>
public interface INamesActions
{
    /// <summary>One word an action, such as <c>forward</c>.</summary>
    IReadOnlyList<string> ActionNames { get; }
}
