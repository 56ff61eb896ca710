using System.Numerics;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Randomness;
using Element = Reverie.Training.Configuration.Overrides.OverrideValue.Element;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>The order of values in <c>sort</c> and <c>shuffle</c>.</summary>
internal static class SortOrder
{
    /// <summary>Numbers by size, texts by their letters' codes; equal ones stay as they were.</summary>
    public static IReadOnlyList<Element> Sort(IReadOnlyList<Element> items, bool isReversed, Functions.Place place)
    {
        object?[] values = [.. items.Select(item => (item.Node as ConfigScalar)?.Value)];
        if (items.Count < 2)
            return items;
        if (values.All(value => value is string))
            return [.. Order(items, item => ((ConfigScalar)item.Node).Text!, StringComparer.Ordinal)];
        if (values.All(value => value is bool or long or BigInteger or double))
            return [.. Order(items, item => Size(((ConfigScalar)item.Node).Value!), Comparer<double>.Default)];
        throw place.Error("only numbers, or only texts, can be sorted");

        IOrderedEnumerable<Element> Order<TKey>(IEnumerable<Element> elements, Func<Element, TKey> key, IComparer<TKey> comparer) =>
            isReversed ? elements.OrderByDescending(key, comparer) : elements.OrderBy(key, comparer);
    }

    /// <summary>An order that depends on the text of the call only.</summary>
    public static IReadOnlyList<Element> Shuffle(IReadOnlyList<Element> items, string call)
    {
        var random = new SeededRandom(0, call);
        Element[] shuffled = [.. items];
        for (int last = shuffled.Length - 1; last > 0; last--)
        {
            int other = random.NextInt(last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }
        return shuffled;
    }

    private static double Size(object value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long whole => whole,
        BigInteger large => (double)large,
        _ => (double)value,
    };
}
