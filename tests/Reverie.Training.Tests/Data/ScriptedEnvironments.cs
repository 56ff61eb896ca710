using Reverie.Training.Data;

namespace Reverie.Training.Tests.Data;

/// <summary>The recording's environments: constant pictures whose value counts all frames ever made.</summary>
internal sealed class ScriptedEnvironments(int[][] episodeLengths, int actionCount) : ICollectorEnvironment
{
    private readonly int[] _episode = [.. episodeLengths.Select(_ => -1)];
    private readonly int[] _step = new int[episodeLengths.Length];
    private byte _frame;

    public int Count => episodeLengths.Length;

    public int ActionCount => actionCount;

    public ObservationShape ObservationShape { get; } = new(3, 2, 2);

    public void Reset(Span<byte> observations)
    {
        for (int i = 0; i < Count; i++)
            Restart(i, observations);
    }

    public void Step(ReadOnlySpan<long> actions, Span<byte> observations, Span<float> rewards, Span<bool> ends)
    {
        for (int i = 0; i < Count; i++)
        {
            _step[i]++;
            rewards[i] = _step[i] / 4f;
            ends[i] = _step[i] == episodeLengths[i][_episode[i] % episodeLengths[i].Length];
            if (ends[i])
                Restart(i, observations);
            else
                Show(i, observations);
        }
    }

    private void Restart(int environment, Span<byte> observations)
    {
        _episode[environment]++;
        _step[environment] = 0;
        Show(environment, observations);
    }

    private void Show(int environment, Span<byte> observations) =>
        observations.Slice(environment * ObservationShape.Size, ObservationShape.Size).Fill(++_frame);
}
