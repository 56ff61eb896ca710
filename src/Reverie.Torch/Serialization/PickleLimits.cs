namespace Reverie.Torch.Serialization;

/// <summary>
/// Refuses object trees that no checkpoint has and that would exhaust whoever walks them: cycles, deep nesting, and small
/// graphs that unfold into huge trees because every level refers to the one below several times.
/// </summary>
internal static class PickleLimits
{
    public const int MaxDepth = 64;

    public const long MaxNodes = 50_000_000;

    /// <summary>Walks the graph once without recursion, working out height and unfolded size of each node from its children's.</summary>
    public static void Check(object? root)
    {
        // A node is entered in `done` with no measure while its children are being visited: meeting it then is a cycle.
        var done = new Dictionary<object, (int Height, long Size)?>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(object Node, bool ChildrenDone)>();
        Visit(root);
        while (pending.TryPop(out var entry))
        {
            if (entry.ChildrenDone)
            {
                done[entry.Node] = Measure(entry.Node, done);
            }
            else if (done.TryAdd(entry.Node, null))
            {
                pending.Push((entry.Node, true));
                foreach (object? child in Children(entry.Node))
                    Visit(child);
            }
        }

        void Visit(object? value)
        {
            if (value is not (List<object?> or object?[] or PickleDictionary))
                return;
            if (!done.TryGetValue(value, out var measure))
                pending.Push((value, false));
            else if (measure is null)
                throw new InvalidDataException("contains itself, which no checkpoint does");
        }
    }

    private static (int Height, long Size) Measure(object node, Dictionary<object, (int Height, long Size)?> done)
    {
        var (height, size) = (0, 1L);
        foreach (object? child in Children(node))
        {
            var (childHeight, childSize) = child is not null && done.TryGetValue(child, out var measure) && measure is { } known ? known : (0, 1);
            (height, size) = (Math.Max(height, childHeight), size + childSize);
            if (size > MaxNodes)
                throw new InvalidDataException($"unfolds into more than {MaxNodes} values");
        }
        return height < MaxDepth ? (height + 1, size) : throw new InvalidDataException($"is nested deeper than {MaxDepth} levels");
    }

    private static IEnumerable<object?> Children(object node) => node switch
    {
        PickleDictionary dictionary => dictionary.Values.Concat(dictionary.AttributeValues),
        IEnumerable<object?> items => items,
        _ => [],
    };
}
