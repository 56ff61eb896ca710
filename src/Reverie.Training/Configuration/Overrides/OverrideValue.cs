using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>The value of an override.</summary>
public abstract record OverrideValue
{
    private OverrideValue()
    {
    }

    /// <summary>One value: its text, as it could be typed, and the tree that the text stands for.</summary>
    public sealed record Element(string Text, ConfigNode Node) : OverrideValue;

    /// <summary>Values that are tried one after another.</summary>
    public abstract record Sweep : OverrideValue;

    /// <summary><c>a,b</c> or <c>choice(a,b)</c>: the values themselves.</summary>
    public sealed record Choice(IReadOnlyList<Element> Items) : Sweep;

    /// <summary><c>range(start,stop,step)</c>, not counted yet.</summary>
    internal sealed record Range(object Start, object Stop, object Step) : Sweep;

    /// <summary><c>glob(include,exclude)</c>: the choices of a group by patterns.</summary>
    internal sealed record Glob(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude) : Sweep;

    /// <summary><c>interval(start,end)</c>, which only a sweeper that searches can use.</summary>
    internal sealed record Interval : Sweep;
}
