using System.Text.Json;

namespace Reverie.Environments.Conformance;

/// <summary>What to play: an environment, the seed of its first reset, and the actions.</summary>
/// <param name="Id">The registered id.</param>
/// <param name="Seed">The seed of the first reset; later resets go on with the stream.</param>
/// <param name="Actions">One action a step.</param>
public sealed record TrajectoryRequest(string Id, ulong Seed, IReadOnlyList<int> Actions)
{
    /// <summary>Reads <c>{"id": ..., "seed": ..., "actions": [...]}</c>, or a recorded trajectory, whose steps begin with their actions.</summary>
    /// <exception cref="FormatException">The line is something else.</exception>
    public static TrajectoryRequest Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var actions = root.TryGetProperty("actions", out var given)
                ? given.EnumerateArray()
                : root.GetProperty("steps").EnumerateArray().Select(step => step[0]);
            return new(root.GetProperty("id").GetString()!, root.GetProperty("seed").GetUInt64(), [.. actions.Select(action => action.GetInt32())]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException(
                $"A request must be {{\"id\": text, \"seed\": number, \"actions\": [numbers]}}, not: {(line.Length > 80 ? line[..80] + "..." : line)}", e);
        }
    }
}
