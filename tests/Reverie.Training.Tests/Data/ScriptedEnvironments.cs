using Reverie.Environments.Arrays;
using Reverie.Environments.Spaces;
using Reverie.Environments.Vector;

namespace Reverie.Training.Tests.Data;

/// <summary>The recording's environments: constant pictures whose value counts all frames ever made.</summary>
internal sealed class ScriptedEnvironments : IVectorEnvironment
{
    private readonly int[][] _episodeLengths;
    private readonly int[] _episode;
    private readonly int[] _step;
    private readonly Saving _saving;
    private readonly bool _restartsTwice;
    private byte _frame;

    /// <param name="episodeLengths">Lengths of the episodes of each environment, over and over.</param>
    /// <param name="actionCount">Number of actions.</param>
    /// <param name="saving">How they can be saved.</param>
    /// <param name="restartsTwice">Whether an end uses up a length by itself, as in the recording.</param>
    public ScriptedEnvironments(int[][] episodeLengths, int actionCount, Saving saving = Saving.Snapshot, bool restartsTwice = false)
    {
        (_saving, _restartsTwice) = (saving, restartsTwice);
        _episodeLengths = episodeLengths;
        _episode = [.. episodeLengths.Select(_ => -1)];
        _step = new int[episodeLengths.Length];
        Layout = new([new("image", ElementType.UInt8, [3, 2, 2], 0, 255)], ["mission"], ActionSpec.Discrete(actionCount));
        Current = new StepBatch(Layout, Count);
    }

    public int Count => _episodeLengths.Length;

    public StepLayout Layout { get; }

    public string? SuccessMeaning => "rewards above 1";

    public Saving Saving => _saving;

    public StepBatch Current { get; }

    public void Reset(ulong? seed = null, CancellationToken stop = default)
    {
        for (int i = 0; i < Count; i++)
            Restart(i);
    }

    public void Step(ActionBatch actions, ReadOnlySpan<bool> idle = default)
    {
        for (int i = 0; i < Count; i++)
        {
            (Current.IsFirst[i], Current.Terminated[i], Current.Truncated[i], Current.Successes[i], Current.Rewards[i]) = (false, false, false, null, 0);
            if (!idle.IsEmpty && idle[i])
                continue;
            _step[i]++;
            Current.Rewards[i] = _step[i] / 4f;
            if (_step[i] < _episodeLengths[i][_episode[i] % _episodeLengths[i].Length])
            {
                Show(i, Current.Row(i));
                continue;
            }
            // Every other episode is cut off.
            (Current.Terminated[i], Current.Truncated[i], Current.Successes[i]) = (_episode[i] % 2 == 0, _episode[i] % 2 == 1, Current.Rewards[i] > 1);
            Show(i, Current.FinalRow(i));
            if (_restartsTwice)
                _episode[i]++;
            Restart(i);
        }
    }

    public NdArray<byte> Render(int environment) => new(2, 2, 3);

    public void Save(BinaryWriter writer)
    {
        writer.Write(_frame);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_episode[i]);
            writer.Write(_step[i]);
            writer.Write(Current.Observations[0].Row(i));
            writer.Write(Current.IsFirst[i]);
            writer.Write(Current.Texts[0][i]);
        }
    }

    public void Restore(BinaryReader reader)
    {
        _frame = reader.ReadByte();
        for (int i = 0; i < Count; i++)
        {
            _episode[i] = reader.ReadInt32();
            _step[i] = reader.ReadInt32();
            reader.ReadBytes(12).CopyTo(Current.Observations[0].Row(i));
            Current.IsFirst[i] = reader.ReadBoolean();
            Current.Texts[0][i] = reader.ReadString();
            if (_saving == Saving.None)
                Restart(i);
        }
    }

    public void Dispose()
    {
    }

    private void Restart(int environment)
    {
        _episode[environment]++;
        _step[environment] = 0;
        Current.IsFirst[environment] = true;
        Show(environment, Current.Row(environment));
    }

    private void Show(int environment, ObservationRow row)
    {
        row.Bytes(0).Fill(++_frame);
        row.Text(0) = $"episode {_episode[environment]}";
    }
}
