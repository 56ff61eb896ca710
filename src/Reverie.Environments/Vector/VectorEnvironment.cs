using System.Runtime.ExceptionServices;
using Reverie.Environments.Arrays;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Vector;

/// <summary>
/// Steps several environments as one, on one or more threads, into arrays that are made once: a step allocates nothing.
/// </summary>
/// <remarks>Each environment is only ever touched by one thread at a time, and results do not depend on how many there are.</remarks>
public sealed partial class VectorEnvironment : IVectorEnvironment
{
    private readonly IArrayEnvironment[] _environments;
    private readonly AutoReset _autoReset;
    private readonly OnFailure _onFailure;
    private readonly string _name;
    private readonly bool[] _idle, _ended, _restarted;
    private readonly long[] _steps;
    private readonly EnvironmentFailedException?[] _failures;
    private readonly WorkerTeam? _team;
    private readonly Action<int> _stepOne, _beginOne;
    private Action<int> _work;
    private ActionBatch? _actions;
    private ulong? _seed;
    private CancellationToken _stop;

    /// <param name="make">Makes the environment of an index; all must be of one layout. They then belong to the vector.</param>
    /// <param name="count">How many.</param>
    /// <param name="autoReset">What happens at the end of an episode.</param>
    /// <param name="threads">How many threads step them, the caller's included.</param>
    /// <param name="onFailure">What happens when one of them throws, or pays what is not a finite number.</param>
    /// <param name="name">What to call them in messages, such as their id.</param>
    /// <exception cref="ArgumentException">The environments differ.</exception>
    public VectorEnvironment(
        Func<int, IArrayEnvironment> make, int count, AutoReset autoReset = AutoReset.SameStep, int threads = 1,
        OnFailure onFailure = OnFailure.Stop, string name = "of a vector")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        (_autoReset, _onFailure, _name) = (autoReset, onFailure, name);
        _environments = MakeAll(make, count);
        Current = new StepBatch(_environments[0].Layout, count);
        (_idle, _ended, _restarted) = (new bool[count], new bool[count], new bool[count]);
        (_steps, _failures) = (new long[count], new EnvironmentFailedException?[count]);
        (_stepOne, _beginOne) = (StepOne, BeginOne);
        _work = _stepOne;
        threads = Math.Min(threads, count);
        _team = threads == 1 ? null : new WorkerTeam(threads, worker => WorkThrough(worker * count / threads, (worker + 1) * count / threads));
    }

    /// <summary>Called after a step for each environment that has failed in it and was restarted.</summary>
    public event Action<EnvironmentFailedException>? Restarted;

    public int Count => _environments.Length;

    public StepLayout Layout => Current.Layout;

    public string? SuccessMeaning => _environments[0].SuccessMeaning;

    public IReadOnlyList<string> AchievementNames => _environments[0].AchievementNames;

    public Saving Saving => _environments.Min(environment => environment.Saving);

    public StepBatch Current { get; }

    /// <summary>The environments themselves, for what the arrays do not tell.</summary>
    public IReadOnlyList<IArrayEnvironment> Environments => _environments;

    /// <exception cref="EnvironmentFailedException">One of them could not begin.</exception>
    public void Reset(ulong? seed = null, CancellationToken stop = default)
    {
        (_seed, _stop) = (seed, stop);
        Array.Clear(_steps);
        Array.Clear(_restarted);
        RunAll(_beginOne);
        _stop = default;
        stop.ThrowIfCancellationRequested();
    }

    public IEnvironment? Origin(int environment) => _environments[environment].Origin<IEnvironment>();

    public NdArray<byte> Render(int environment) => _environments[environment].Render();

    /// <summary>Begins an episode in one environment.</summary>
    /// <exception cref="EnvironmentFailedException">It could not begin.</exception>
    public void ResetOne(int index, ulong? seed = null)
    {
        Begin(index, seed);
        ThrowFailures();
    }

    /// <exception cref="ArgumentException">There is not one action for each environment, or they are of another kind.</exception>
    /// <exception cref="EnvironmentFailedException">An environment has failed; the others have taken their step.</exception>
    public void Step(ActionBatch actions, ReadOnlySpan<bool> idle = default)
    {
        if (actions.Count != Count || !Fits(actions.Spec))
            throw new ArgumentException($"Give {Count} actions, one for each environment, of {Layout.Action}; not {actions.Count} of {actions.Spec}.");
        if (idle.Length != 0 && idle.Length != Count)
            throw new ArgumentException($"Say of all {Count} environments whether they are idle, or of none; not of {idle.Length}.");
        _actions = actions;
        Array.Clear(_idle);
        idle.CopyTo(_idle);
        RunAll(_stepOne);
    }

    public void Dispose()
    {
        _team?.Dispose();
        foreach (var environment in _environments)
            environment.Dispose();
    }

    private bool Fits(ActionSpec spec) => ReferenceEquals(spec, Layout.Action) || spec.Equals(Layout.Action);

    private static IArrayEnvironment[] MakeAll(Func<int, IArrayEnvironment> make, int count)
    {
        var environments = new List<IArrayEnvironment>(count);
        try
        {
            for (int i = 0; i < count; i++)
            {
                environments.Add(make(i));
                if (!environments[i].Layout.Equals(environments[0].Layout))
                    throw new ArgumentException($"Environment {i} has {environments[i].Layout}, and environment 0 has {environments[0].Layout}.");
            }
            return [.. environments];
        }
        catch
        {
            environments.ForEach(environment => environment.Dispose());
            throw;
        }
    }

    private void RunAll(Action<int> work)
    {
        _work = work;
        if (_team is null)
            WorkThrough(0, Count);
        else
            _team.Run();
        ThrowFailures();
    }

    private void WorkThrough(int start, int end)
    {
        for (int i = start; i < end; i++)
            _work(i);
    }

    private void ThrowFailures()
    {
        EnvironmentFailedException? first = null;
        for (int i = 0; i < Count; i++)
        {
            if (_failures[i] is not { } failure)
                continue;
            _failures[i] = null;
            if (_restarted[i])
                Restarted?.Invoke(failure);
            else
                first ??= failure;
        }
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
    }

    private void StepOne(int i)
    {
        (Current.Rewards[i], Current.Terminated[i], Current.Truncated[i], Current.Successes[i]) = (0, false, false, null);
        if (_idle[i])
            return;
        if (_ended[i] && _autoReset == AutoReset.NextStep)
        {
            Begin(i, seed: null);
            return;
        }
        _steps[i]++;
        try
        {
            var signal = _environments[i].Step(_actions![i], Current.Row(i));
            if (!float.IsFinite((float)signal.Reward))
            {
                Fail(i, $"its reward is {signal.Reward}, not a finite number", cause: null);
                return;
            }
            (_restarted[i], Current.IsFirst[i]) = (false, false);
            (Current.Rewards[i], Current.Terminated[i], Current.Truncated[i]) = ((float)signal.Reward, signal.Terminated, signal.Truncated);
            _ended[i] = signal.Done;
            if (signal.Done)
                End(i, signal.Success, signal.Achieved);
        }
        catch (Exception e)
        {
            Fail(i, e.Message, e);
        }
    }

    private void BeginOne(int i)
    {
        if (!_stop.IsCancellationRequested)
            Begin(i, _seed + (ulong)i);
    }

    private void End(int i, bool? success, ulong achieved)
    {
        (Current.Successes[i], Current.Achieved[i]) = (success, achieved);
        Current.Row(i).CopyTo(Current.FinalRow(i));
        if (_autoReset == AutoReset.SameStep)
            Begin(i, seed: null);
    }

    private void Begin(int i, ulong? seed)
    {
        if (TryBegin(i, seed) is not { } failure)
            return;
        // In the middle of a run what could not go on may yet begin anew, once.
        bool again = _onFailure == OnFailure.Restart && !_restarted[i] && _steps[i] > 0 && TryBegin(i, seed) is null;
        (_failures[i], _restarted[i]) = (failure, again);
    }

    private EnvironmentFailedException? TryBegin(int i, ulong? seed)
    {
        try
        {
            _environments[i].Reset(seed, Current.Row(i));
            (_ended[i], Current.IsFirst[i]) = (false, true);
            return null;
        }
        catch (Exception e)
        {
            return new(i, _name, step: 0, e.Message, e);
        }
    }

    private void Fail(int i, string reason, Exception? cause)
    {
        bool restart = _onFailure == OnFailure.Restart && !_restarted[i];
        (_failures[i], _restarted[i]) = (new(i, _name, _steps[i], reason, cause), restart);
        if (!restart)
            return;
        (Current.IsFirst[i], Current.Truncated[i], _ended[i]) = (false, true, true);
        End(i, success: null, achieved: 0);
    }
}
