using Reverie.Training.Algorithms;

namespace Reverie.Play.Games;

/// <summary>Those who look into the agent; while nobody does, nothing is computed for it.</summary>
internal sealed class Lookers
{
    private readonly HashSet<object> _who = [];
    private bool _isPending;

    /// <summary>Whether something is to come that somebody looks for.</summary>
    internal bool Await => _isPending && _who.Count > 0;

    /// <returns>Whether that is something new.</returns>
    internal bool Set(object who, bool looks) => looks ? _who.Add(who) : _who.Remove(who);

    /// <summary>What they see; null where nobody looks.</summary>
    internal IReadOnlyList<Insight>? See(Stage stage)
    {
        if (_who.Count == 0)
            return null;
        _isPending = false;
        try
        {
            var all = stage.LookInside();
            _isPending = all.Any(insight => insight.IsPending);
            return all;
        }
        catch (Exception e) when (Game.IsForeseen(e))
        {
            return [new("What cannot be seen") { Note = e.Message }];
        }
    }
}
