using System.Globalization;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Conformance;

/// <summary>Plays given actions and writes down all that can be compared with another implementation, as one line of JSON.</summary>
public static class TrajectoryRecorder
{
    /// <summary>
    /// The record of a trajectory: <c>id, seed, reset, steps, resets, final_rng</c> and, of grid worlds, <c>final_grid_crc</c>. A step of a
    /// grid world is <c>[action, reward, terminated, truncated, x, y, direction, image_crc]</c> and, where the grid changed,
    /// <c>grid_crc</c>; of another environment <c>[action, reward, terminated, truncated, observation_crc]</c>. An episode that ends is
    /// followed by a reset without seed.
    /// </summary>
    /// <param name="environment">The environment; it is disposed of afterwards.</param>
    /// <param name="request">What to play.</param>
    /// <exception cref="ArgumentException">An action is none of this environment.</exception>
    /// <exception cref="NotSupportedException">No arrays can hold its observations or actions.</exception>
    public static string Record(IEnvironment environment, TrajectoryRequest request)
    {
        using (environment)
            return environment is MiniGridEnv grid ? GridTrajectory.Record(grid, request) : ArrayTrajectory.Record(environment, request);
    }

    /// <summary>A number as Python's <c>repr</c> of a reward: whole rewards are integers there.</summary>
    public static string FormatReward(double reward) =>
        reward == Math.Floor(reward) && Math.Abs(reward) < 1e15
            ? ((long)reward).ToString(CultureInfo.InvariantCulture)
            : reward.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The checksum of the encoded grid.</summary>
    public static uint GridCrc(MiniGridEnv environment) => Crc32.Compute(GridTrajectory.EncodedGrid(environment));
}
