using Reverie.Environments.Spaces;

namespace Reverie.Environments.Vector;

/// <summary>
/// Steps several environments as one, on one or more threads, into buffers that are made once: a step allocates nothing.
/// </summary>
/// <remarks>Each environment is only ever touched by one thread, and results do not depend on how many there are.</remarks>
public sealed class VectorEnvironment : IDisposable
{
    private readonly Environment<NdArray<byte>, int>[] _environments;
    private readonly AutoReset _autoReset;
    private readonly byte[] _observations, _finalObservations;
    private readonly double[] _rewards;
    private readonly bool[] _terminated, _truncated, _ended;
    private readonly int[] _actions;
    private readonly WorkerTeam? _team;

    /// <param name="make">Makes the environment of an index; all must observe bytes of the same shape.</param>
    /// <param name="count">How many.</param>
    /// <param name="autoReset">What happens at the end of an episode.</param>
    /// <param name="threads">How many threads step them, the caller's included.</param>
    public VectorEnvironment(Func<int, Environment<NdArray<byte>, int>> make, int count, AutoReset autoReset = AutoReset.SameStep, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _environments = [.. Enumerable.Range(0, count).Select(make)];
        _autoReset = autoReset;
        ObservationShape = [.. ((Spaces.Box<byte>)_environments[0].ObservationSpace).Shape];
        ObservationSize = ObservationShape.Aggregate(1, (product, n) => product * n);
        _observations = new byte[count * ObservationSize];
        _finalObservations = new byte[count * ObservationSize];
        (_rewards, _actions) = (new double[count], new int[count]);
        (_terminated, _truncated, _ended) = (new bool[count], new bool[count], new bool[count]);
        threads = Math.Min(threads, count);
        _team = threads == 1 ? null : new WorkerTeam(threads, worker => StepRange(worker * count / threads, (worker + 1) * count / threads));
    }

    public int Count => _environments.Length;

    /// <summary>The environments themselves, for what the buffers do not tell.</summary>
    public IReadOnlyList<Environment<NdArray<byte>, int>> Environments => _environments;

    /// <summary>The shape of one observation.</summary>
    public IReadOnlyList<int> ObservationShape { get; }

    /// <summary>Bytes of one observation.</summary>
    public int ObservationSize { get; }

    /// <summary>All current observations, one after the other: [Count, ...ObservationShape].</summary>
    public ReadOnlySpan<byte> Observations => _observations;

    /// <summary>Where an episode ended in this step, its last observation; elsewhere undefined: [Count, ...ObservationShape].</summary>
    public ReadOnlySpan<byte> FinalObservations => _finalObservations;

    public ReadOnlySpan<double> Rewards => _rewards;

    public ReadOnlySpan<bool> Terminated => _terminated;

    public ReadOnlySpan<bool> Truncated => _truncated;

    /// <summary>The current observation of one environment.</summary>
    public ReadOnlySpan<byte> Observation(int index) => _observations.AsSpan(index * ObservationSize, ObservationSize);

    /// <summary>The last observation of an episode that ended in this step.</summary>
    public ReadOnlySpan<byte> FinalObservation(int index) => _finalObservations.AsSpan(index * ObservationSize, ObservationSize);

    /// <summary>Begins an episode everywhere; environment i gets the seed plus i, or goes on with its own stream.</summary>
    public void Reset(ulong? seed = null)
    {
        for (int i = 0; i < Count; i++)
            ResetOne(i, seed + (ulong)i);
        Array.Clear(_rewards);
    }

    /// <summary>Begins an episode in one environment.</summary>
    public void ResetOne(int index, ulong? seed = null)
    {
        Store(_environments[index].Reset(seed), _observations, index);
        (_terminated[index], _truncated[index], _ended[index]) = (false, false, false);
    }

    /// <summary>Takes one action in each environment.</summary>
    /// <exception cref="ArgumentException">There is not one action for each environment.</exception>
    public void Step(ReadOnlySpan<int> actions)
    {
        if (actions.Length != Count)
            throw new ArgumentException($"Give {Count} actions, one for each environment, not {actions.Length}.", nameof(actions));
        actions.CopyTo(_actions);
        if (_team is null)
            StepRange(0, Count);
        else
            _team.Run();
    }

    public void Dispose()
    {
        _team?.Dispose();
        foreach (var environment in _environments)
            environment.Dispose();
    }

    private void StepRange(int start, int end)
    {
        for (int i = start; i < end; i++)
            StepOne(i);
    }

    private void StepOne(int i)
    {
        var environment = _environments[i];
        if (_ended[i] && _autoReset == AutoReset.NextStep)
        {
            ResetOne(i);
            _rewards[i] = 0;
            return;
        }
        var result = environment.Step(_actions[i]);
        (_rewards[i], _terminated[i], _truncated[i], _ended[i]) = (result.Reward, result.Terminated, result.Truncated, result.Done);
        if (result.Done)
        {
            Store(result.Observation, _finalObservations, i);
            if (_autoReset == AutoReset.SameStep)
            {
                Store(environment.Reset(), _observations, i);
                return;
            }
        }
        Store(result.Observation, _observations, i);
    }

    private void Store(NdArray<byte> observation, byte[] buffer, int index) =>
        observation.Span.CopyTo(buffer.AsSpan(index * ObservationSize, ObservationSize));
}
