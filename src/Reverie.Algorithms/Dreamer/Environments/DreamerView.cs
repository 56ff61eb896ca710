using System.Runtime.InteropServices;
using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;

namespace Reverie.Algorithms.Dreamer.Environments;

/// <summary>
/// An environment's observations under Dreamer's names. Whatever is no picture becomes one vector: numbers as they are, one after the other,
/// and a choice of few as one-hot. What is said, <c>token</c> or <c>token_embed</c>, and whether the world waits meanwhile, <c>is_read_step</c>, stands beside it.
/// </summary>
internal sealed class DreamerView : ArrayDecorator
{
    private const int MostClasses = 64;

    private readonly ViewChoice _choice;
    private readonly StepBatch _scratch;
    private readonly StepLayout _layout;
    private IResizer? _resizer;

    /// <param name="inner">The environment beneath.</param>
    /// <param name="choice">What it is seen as.</param>
    public DreamerView(IArrayEnvironment inner, ViewChoice choice) : base(inner)
    {
        _choice = choice;
        _scratch = new StepBatch(inner.Layout, 1);
        _layout = inner.Layout with { Observations = [.. Arrays(inner.Layout, choice)] };
    }

    public override StepLayout Layout => _layout;

    public override void Reset(ulong? seed, ObservationRow observation)
    {
        Inner.Reset(seed, _scratch.Row(0));
        Write(observation, 0);
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var signal = Inner.Step(action, _scratch.Row(0));
        Write(observation, signal.Reward);
        return signal;
    }

    private static IEnumerable<ArraySpec> Arrays(StepLayout inner, ViewChoice choice)
    {
        const double Any = double.PositiveInfinity;
        if (choice.IsPicture)
            yield return inner.Observations[0] with { Name = DreamerWorlds.Rgb };
        else if (choice.RenderedSide > 0)
            yield return new(DreamerWorlds.Rgb, ElementType.UInt8, [3, choice.RenderedSide, choice.RenderedSide], 0, byte.MaxValue);
        if (choice.HasState)
            yield return new(DreamerWorlds.State, ElementType.Float32, [inner.Observations.Where(spec => !IsLanguage(spec)).Sum(Width)], -Any, Any);
        foreach (var said in inner.Observations.Where(IsLanguage))
            yield return said;
        if (choice.HasReward)
            yield return new(DreamerWorlds.Reward, ElementType.Float32, [1], -Any, Any);
    }

    private static bool IsLanguage(ArraySpec spec) => spec.Name is DreamerWorlds.Token or DreamerWorlds.TokenEmbed or DreamerWorlds.IsReadStep;

    private static bool IsChoice(ArraySpec spec) => spec is { Type: ElementType.Int64, Length: 1, Low: 0, High: < MostClasses };

    private static int Width(ArraySpec spec) => IsChoice(spec) ? (int)spec.High + 1 : spec.Length;

    private void Write(ObservationRow observation, double reward)
    {
        int array = 0;
        if (_choice.IsPicture)
            _scratch.Observations[0].Bytes.CopyTo(observation.Bytes(array++));
        else if (_choice.RenderedSide > 0)
            Draw(observation.Bytes(array++));
        if (_choice.HasState)
            WriteState(observation.Elements<float>(array++));
        foreach (var rows in _scratch.Observations)
        {
            if (IsLanguage(rows.Spec))
                rows.Row(0).CopyTo(observation.Bytes(array++));
        }
        if (_choice.HasReward)
            observation.Elements<float>(array)[0] = (float)reward;
        for (int text = 0; text < _scratch.Texts.Count; text++)
            observation.Text(text) = _scratch.Texts[text][0];
    }

    private void WriteState(Span<float> state)
    {
        foreach (var rows in _scratch.Observations)
        {
            var spec = rows.Spec;
            if (IsLanguage(spec))
                continue;
            var part = state[..Width(spec)];
            if (IsChoice(spec))
            {
                part.Clear();
                part[(int)rows.As<long>()[0]] = 1;
            }
            else if (spec.Type == ElementType.Float32)
            {
                rows.As<float>().CopyTo(part);
            }
            else
            {
                for (int i = 0; i < part.Length; i++)
                    part[i] = spec.Type == ElementType.UInt8 ? rows.Bytes[i] : MemoryMarshal.Cast<byte, long>(rows.Bytes)[i];
            }
            state = state[part.Length..];
        }
    }

    private void Draw(Span<byte> picture)
    {
        var scene = Inner.Render();
        _resizer ??= new AreaResizer(scene.Shape[0], scene.Shape[1], _choice.RenderedSide, _choice.RenderedSide);
        _resizer.Resize(scene.Span, picture);
    }
}
