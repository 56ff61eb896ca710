namespace Reverie.Environments.MiniGrid.Expert;

/// <summary>
/// Knows the shortest way to succeed in small levels of MiniGrid whose mission is to reach a goal, to open a door or to pick something up:
/// it looks through everything that the agent could do. It remembers no past, so that it may be asked at any time.
/// </summary>
/// <param name="level">The level, at any point of an episode.</param>
public sealed class GridExpert(MiniGridEnv level)
{
    private const int Success = -1, Nothing = -2;

    private readonly Dictionary<GridState, GridAction> _plan = [];
    private GridSketch? _sketch;

    /// <summary>The action to take now; null where the mission is of another kind, the level too large, or success out of reach.</summary>
    public GridAction? Plan()
    {
        var sketch = GridSketch.Of(level);
        if (sketch is null)
            return null;
        var now = sketch.Now(level);
        if (!sketch.Equals(_sketch) || !_plan.ContainsKey(now))
            Search(sketch, now);
        return _plan.TryGetValue(now, out var action) && action != GridAction.Done ? action : null;
    }

    /// <summary>Finds all states that can be reached, and goes back from success to all that lead to it.</summary>
    private void Search(GridSketch sketch, GridState start)
    {
        _sketch = sketch;
        _plan.Clear();
        var numbers = new Dictionary<GridState, int> { [start] = 0 };
        List<GridState> states = [start];
        var next = new List<int[]>(); // for each action the state that it leads to, or what follows
        for (int i = 0; i < states.Count; i++)
            next.Add(Array.ConvertAll(GridSketch.Actions, action => Led(states[i], action)));
        int[] distance = Distances(next);
        for (int i = 0; i < states.Count; i++)
        {
            // Of equally good actions the first, from wherever the search began.
            int best = Array.FindIndex(next[i], to => to == Success || (to >= 0 && distance[to] < distance[i]));
            _plan[states[i]] = best < 0 || distance[i] == int.MaxValue ? GridAction.Done : GridSketch.Actions[best]; // Done stands for no way.
        }

        int Led(GridState from, GridAction action)
        {
            var (to, succeeds) = sketch.Step(from, action);
            return succeeds ? Success : to == from ? Nothing : Number(to) ?? Nothing;
        }

        int? Number(GridState state)
        {
            if (numbers.TryGetValue(state, out int number))
                return number;
            if (states.Count == GridSketch.MostStates)
                return null;
            states.Add(state);
            return numbers[state] = states.Count - 1;
        }
    }

    /// <summary>Steps to success from every state, going back from it.</summary>
    private static int[] Distances(List<int[]> next)
    {
        var into = new List<int>?[next.Count];
        int[] distance = new int[next.Count];
        List<int> wave = [];
        for (int i = 0; i < next.Count; i++)
        {
            distance[i] = int.MaxValue;
            foreach (int to in next[i].Where(to => to >= 0))
                (into[to] ??= []).Add(i);
            if (next[i].Contains(Success))
                wave.Add(i);
        }
        for (int steps = 1; wave.Count > 0; steps++)
        {
            var reached = wave.Where(state => distance[state] == int.MaxValue).Distinct().ToList();
            reached.ForEach(state => distance[state] = steps);
            wave = [.. reached.SelectMany(state => into[state] ?? [])];
        }
        return distance;
    }
}
