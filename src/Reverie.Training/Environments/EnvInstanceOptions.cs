using System.ComponentModel.DataAnnotations;
using Reverie.Environments.Imaging;

namespace Reverie.Training.Environments;

/// <summary>An environment seen as pictures; the defaults are those of IRIS's Atari training.</summary>
public sealed record EnvInstanceOptions : EnvironmentOptions
{
    /// <summary>Side of the square frames, in pixels.</summary>
    [Range(8, 1024)]
    public int Size { get; init; } = 64;

    /// <summary>What the frames show: <c>world</c> (all of it, from above) or <c>view</c> (what the agent sees).</summary>
    public PixelSource Observation { get; init; } = PixelSource.World;

    /// <summary>
    /// Whether a frame is the symbols of a grid world, type, colour and state of each cell, in place of a picture; for <c>tokenizer=symbols</c>.
    /// </summary>
    public bool Symbols { get; init; }

    /// <summary>How pictures are scaled: <c>area</c> (means; also where a run of before says nothing), or <c>bilinear</c> (as Pillow does, what IRIS sees of Atari).</summary>
    public Resampling Resampling { get; init; }

    /// <summary>Steps after which an episode is cut off, in frames of the emulator; null leaves it to the environment.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxEpisodeSteps { get; init; } = 20_000;

    /// <summary>At most so many no-op actions at the start of an episode (at least one, drawn at random); 0 for none.</summary>
    [Range(0, int.MaxValue)]
    public int NoopMax { get; init; } = 30;

    /// <summary>Frames per action; rewards are summed.</summary>
    [Range(1, int.MaxValue)]
    public int FrameSkip { get; init; } = 4;

    /// <summary>Whether losing a life ends the episode.</summary>
    public bool DoneOnLifeLoss { get; init; } = true;

    /// <summary>Whether rewards are replaced by their sign.</summary>
    public bool ClipReward { get; init; }

    /// <summary>Standard deviation of Gaussian noise on every frame that is seen, as a share of the range from black to white; 0 for none.</summary>
    [Range(0.0, 1.0)]
    public double NoiseStd { get; init; }
}
