using Reverie.Environments.Arrays;
using Reverie.Environments.Spaces;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>The environment of the recorded loops (tests/golden/dreamer): what it does depends on nothing but its number and the episode's.</summary>
internal sealed class LoopEnvironment(int number) : IArrayEnvironment
{
    private static readonly int[] Lengths = [3, 5, 2, 7];

    private int _episode = -1;
    private int _step;

    public StepLayout Layout { get; } = new(
        [new("state", ElementType.Float32, [3], double.NegativeInfinity, double.PositiveInfinity)], [], ActionSpec.Discrete(4));

    public string? SuccessMeaning => null;

    public Saving Saving => Saving.None;

    public void Reset(ulong? seed, ObservationRow observation)
    {
        (_episode, _step) = (_episode + 1, 0);
        Show(observation);
    }

    public StepSignal Step(ActionRow action, ObservationRow observation)
    {
        _step++;
        Show(observation);
        bool ends = _step == Lengths[(number + _episode) % Lengths.Length];
        return new(_step + (10 * number) + (ends ? 100 : 0), ends && _episode % 2 == 0, ends && _episode % 2 == 1);
    }

    public NdArray<byte> Render() => throw new NotSupportedException();

    public void Save(BinaryWriter writer)
    {
    }

    public void Restore(BinaryReader reader)
    {
    }

    public void Dispose()
    {
    }

    private void Show(ObservationRow observation) => new float[] { number, _episode, _step }.CopyTo(observation.Elements<float>(0));
}
