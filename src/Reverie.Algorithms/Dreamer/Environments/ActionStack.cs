using System.Runtime.InteropServices;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Dreamer.Environments;

/// <summary>What was done last is seen, too, as the vector <c>action_stack</c>: some actions, the oldest first; before an episode's first it is the given one.</summary>
internal sealed class ActionStack : ArrayDecorator
{
    private readonly StepLayout _layout;
    private readonly float[] _noop;
    private readonly float[][] _past; // the newest last
    private readonly int _dilation;

    /// <param name="inner">The environment beneath.</param>
    /// <param name="count">How many are shown.</param>
    /// <param name="noop">What counts as done before an episode's first action: a choice for each, or real numbers.</param>
    /// <param name="dilation">Steps between them.</param>
    /// <exception cref="ArgumentException">The action that does nothing is none of this environment.</exception>
    public ActionStack(IArrayEnvironment inner, int count, IReadOnlyList<double> noop, int dilation) : base(inner)
    {
        var spec = inner.Layout.Action;
        bool fits = noop.Count == spec.Size && (spec.IsContinuous || noop.Zip(spec.Choices).All(pair => pair.First >= 0 && pair.First < pair.Second && pair.First % 1 == 0));
        if (!fits)
            throw new ArgumentException($"'actions_as_observation.noop' is [{string.Join(", ", noop)}], which is no action of {spec}.");
        _dilation = dilation;
        _noop = new float[DreamerModel.SizeOf(spec)];
        Write(new ActionRow([.. noop.Select(value => (long)value)], [.. noop.Select(value => (float)value)]), _noop);
        _past = [.. Enumerable.Range(0, ((count - 1) * dilation) + 1).Select(_ => new float[_noop.Length])];
        double any = double.PositiveInfinity;
        _layout = inner.Layout with
        {
            Observations = [.. inner.Layout.Observations, new(DreamerWorlds.ActionStack, ElementType.Float32, [_noop.Length * count], -any, any)],
        };
    }

    public override StepLayout Layout => _layout;

    public override void Reset(ulong? seed, ObservationRow observation)
    {
        Inner.Reset(seed, observation);
        foreach (float[] action in _past)
            _noop.CopyTo(action, 0);
        Show(observation);
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        float[] oldest = _past[0];
        Array.Copy(_past, 1, _past, 0, _past.Length - 1);
        _past[^1] = oldest;
        Write(action, oldest);
        var signal = Inner.Step(action, observation);
        Show(observation);
        return signal;
    }

    public override void Save(BinaryWriter writer)
    {
        if (Saving != Saving.None)
            Array.ForEach(_past, action => writer.Write(MemoryMarshal.AsBytes(action.AsSpan())));
        Inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        if (Saving != Saving.None)
            Array.ForEach(_past, action => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(action.AsSpan())));
        Inner.Restore(reader);
    }

    /// <summary>Choices one-hot side by side, or the real numbers.</summary>
    private void Write(ActionRow action, Span<float> target)
    {
        var spec = Inner.Layout.Action;
        if (spec.IsContinuous)
        {
            action.Numbers.CopyTo(target);
            return;
        }
        target.Clear();
        int at = 0;
        for (int i = 0; i < spec.Size; at += spec.Choices[i++])
            target[at + (int)action.Integers[i]] = 1;
    }

    private void Show(ObservationRow observation)
    {
        var shown = observation.Elements<float>(_layout.Observations.Count - 1);
        for (int i = 0; i < _past.Length; i += _dilation)
        {
            _past[i].CopyTo(shown);
            shown = shown[_past[i].Length..];
        }
    }
}
