using Reverie.Environments.Arrays;
using Reverie.Play.Recording;

namespace Reverie.Play.Games;

/// <summary>Recordings of a game: those that are asked for, and, where each trajectory may be kept, one of every episode.</summary>
/// <param name="folder">Where they go.</param>
/// <param name="framesPerSecond">Of the videos.</param>
/// <param name="keepsTrajectories">Whether each episode is written until somebody decides.</param>
internal sealed class Recordings(string folder, double framesPerSecond, bool keepsTrajectories) : IDisposable
{
    private Recorder? _recorder, _trajectory;

    /// <summary>The recording that was asked for.</summary>
    internal string? Current => _recorder?.Name;

    internal bool IsActive => _recorder is not null || keepsTrajectories;

    internal bool HasTrajectory => _trajectory is not null;

    /// <summary>Begins a recording, or ends it.</summary>
    /// <returns>What happened.</returns>
    internal string Toggle(Scene scene)
    {
        if (_recorder is null)
        {
            _recorder = new Recorder(folder, scene.Panels, framesPerSecond);
            _recorder.Add(scene.Panels, null, 0, ends: false);
            return $"Recording {_recorder.Name}.";
        }
        return Finish(ref _recorder);
    }

    /// <summary>Adds a step to all that is being written.</summary>
    internal void Add(Scene scene, ActionBatch? did)
    {
        if (keepsTrajectories)
            _trajectory ??= new Recorder(folder, scene.Panels, framesPerSecond);
        Add(ref _trajectory, scene, did);
        Add(ref _recorder, scene, did);
    }

    /// <summary>Keeps the trajectory, or drops it.</summary>
    /// <returns>What happened.</returns>
    internal string Decide(bool keep)
    {
        if (_trajectory is null)
            return "There is nothing to keep.";
        if (keep)
            return Finish(ref _trajectory);
        DropTrajectory();
        return "Not kept.";
    }

    internal void DropTrajectory()
    {
        _trajectory?.Dispose();
        _trajectory = null;
    }

    public void Dispose()
    {
        DropTrajectory();
        if (_recorder is not null)
            Finish(ref _recorder);
    }

    /// <summary>Where the pictures change their sizes, the recording ends and another one begins.</summary>
    private void Add(ref Recorder? recorder, Scene scene, ActionBatch? did)
    {
        if (recorder is null)
            return;
        if (!recorder.Fits(scene.Panels))
        {
            Finish(ref recorder);
            recorder = new Recorder(folder, scene.Panels, framesPerSecond);
        }
        recorder.Add(scene.Panels, did, scene.Reward ?? 0, scene.End is not null);
    }

    private string Finish(ref Recorder? recorder)
    {
        using var finished = recorder!;
        recorder = null;
        if (finished.Count == 0)
            return "Nothing was recorded.";
        finished.Finish();
        return $"Kept {finished.Count} frames as {finished.Name}.mp4 and .npz in {folder}.";
    }
}
