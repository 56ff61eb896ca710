using Reverie.Environments.Arrays;
using Reverie.Play.Controls;

namespace Reverie.Play.Games;

/// <summary>What a person's hands do: keys that are held, where time goes on, or keys that were pressed, where the game waits.</summary>
internal sealed class Hands
{
    private const int MostWaiting = 2; // more would act long after the person has stopped

    private readonly ActionSpec _spec;
    private readonly int? _noop;
    private readonly List<(string Key, ActionKey Does)> _held = [];
    private readonly Queue<ActionKey> _pressed = [];
    private readonly ActionBatch _action;

    internal Hands(ActionSpec spec, int? noop)
    {
        (_spec, _noop) = (spec, noop);
        _action = new ActionBatch(spec, 1);
    }

    /// <summary>Whether time goes on while nothing is pressed.</summary>
    internal bool IsRealTime => _spec.IsContinuous || _noop is not null;

    internal void Press(string key, ActionKey does)
    {
        if (_held.All(held => held.Key != key))
            _held.Add((key, does));
        if (_pressed.Count < MostWaiting)
            _pressed.Enqueue(does);
    }

    internal void Release(string key) => _held.RemoveAll(held => held.Key == key);

    internal void Rest()
    {
        _held.Clear();
        _pressed.Clear();
    }

    /// <summary>What to do now; null to wait.</summary>
    internal ActionBatch? Next()
    {
        if (_spec.IsContinuous)
        {
            for (int i = 0; i < _spec.Size; i++)
                _action.Numbers[i] = Math.Clamp(0, _spec.Low[i], _spec.High[i]);
            // A short press counts for one step, too.
            foreach (var does in _held.Select(held => held.Does).Concat(_pressed))
                _action.Numbers[does.Index] = does.Value;
            _pressed.Clear();
            return _action;
        }
        if (_pressed.TryDequeue(out var pressed))
            _action.Integers[0] = pressed.Index;
        else if (_noop is not { } noop)
            return null;
        else
            _action.Integers[0] = _held.Count > 0 ? _held[^1].Does.Index : noop;
        return _action;
    }
}
