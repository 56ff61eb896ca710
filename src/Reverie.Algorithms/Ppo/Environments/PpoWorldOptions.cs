using System.ComponentModel.DataAnnotations;
using Reverie.Environments.Imaging;
using Reverie.Training.Environments;

namespace Reverie.Algorithms.Ppo.Environments;

/// <summary>An environment as it is, or seen as pictures where <c>size</c> is given (as env=minigrid, env=atari and others do).</summary>
public sealed record PpoWorldOptions : EnvironmentOptions
{
    /// <summary>Side of the square frames, in pixels; null: the environment's own observations.</summary>
    [Range(8, 1024)]
    public int? Size { get; init; }

    /// <summary>What the frames show: <c>world</c> (all of it, from above) or <c>view</c> (what the agent sees).</summary>
    public PixelSource Observation { get; init; } = PixelSource.World;

    /// <summary>How pictures are scaled: <c>area</c> or <c>bilinear</c>.</summary>
    public Resampling Resampling { get; init; }

    /// <summary>Of frames: steps after which an episode is cut off; null leaves it to the environment.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxEpisodeSteps { get; init; }

    /// <summary>Of frames: at most so many no-op actions at the start of an episode.</summary>
    [Range(0, int.MaxValue)]
    public int NoopMax { get; init; }

    /// <summary>Of frames: frames per action; rewards are summed.</summary>
    [Range(1, int.MaxValue)]
    public int FrameSkip { get; init; } = 1;

    /// <summary>Of frames: whether losing a life ends the episode.</summary>
    public bool DoneOnLifeLoss { get; init; }

    /// <summary>Of frames: whether rewards are replaced by their sign.</summary>
    public bool ClipReward { get; init; }

    /// <summary>Of frames: standard deviation of Gaussian noise on every one, as a share of the range from black to white.</summary>
    [Range(0.0, 1.0)]
    public double NoiseStd { get; init; }

    /// <summary>The keys that say something of frames, though there are none.</summary>
    internal IEnumerable<string> Idle => Size is not null
        ? []
        : ((string Key, bool IsSet)[])
            [("max_episode_steps", MaxEpisodeSteps is not null), ("noop_max", NoopMax > 0), ("frame_skip", FrameSkip > 1), ("done_on_life_loss", DoneOnLifeLoss),
                ("clip_reward", ClipReward), ("noise_std", NoiseStd > 0)] is var keys ? keys.Where(key => key.IsSet).Select(key => key.Key) : [];

    internal EnvInstanceOptions InFrames(int size) => new()
    {
        Id = Id,
        Arguments = Arguments,
        Worker = Worker,
        Wrappers = Wrappers,
        Size = size,
        Observation = Observation,
        Resampling = Resampling,
        MaxEpisodeSteps = MaxEpisodeSteps,
        NoopMax = NoopMax,
        FrameSkip = FrameSkip,
        DoneOnLifeLoss = DoneOnLifeLoss,
        ClipReward = ClipReward,
        NoiseStd = NoiseStd,
    };
}
