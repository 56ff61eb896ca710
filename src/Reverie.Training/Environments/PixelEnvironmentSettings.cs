namespace Reverie.Training.Environments;

/// <summary>How an environment is stepped.</summary>
/// <param name="FrameSkip">Times that an action is repeated; rewards are summed, the last two frames are merged.</param>
/// <param name="MaxEpisodeSteps">Frames after which an episode is cut; null leaves it to the environment.</param>
/// <param name="ClipReward">Whether rewards are replaced by their sign.</param>
public sealed record PixelEnvironmentSettings(int FrameSkip = 1, int? MaxEpisodeSteps = null, bool ClipReward = false);
