using System.Text.Json;
using Reverie.Environments.Arrays;

namespace Reverie.Environments.Conformance;

/// <summary>What to play: an environment, the seed of its first reset, and the actions.</summary>
/// <param name="Id">The registered id.</param>
/// <param name="Seed">The seed of the first reset; later resets go on with the stream.</param>
/// <param name="Actions">One action a step: a choice, several choices, or real numbers.</param>
public sealed record TrajectoryRequest(string Id, ulong Seed, IReadOnlyList<IReadOnlyList<double>> Actions)
{
    /// <summary>
    /// Reads <c>{"id": ..., "seed": ..., "actions": [...]}</c>, or a recorded trajectory, whose steps begin with their actions. An action is
    /// a number or a list of numbers.
    /// </summary>
    /// <exception cref="FormatException">The line is something else.</exception>
    public static TrajectoryRequest Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var actions = root.TryGetProperty("actions", out var given)
                ? given.EnumerateArray()
                : root.GetProperty("steps").EnumerateArray().Select(FirstOf);
            string id = root.GetProperty("id").GetString() ?? throw new FormatException("The id is null.");
            return new(id, root.GetProperty("seed").GetUInt64(), [.. actions.Select(ReadAction)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException(
                $"A request must be {{\"id\": text, \"seed\": number, \"actions\": [numbers]}}, not: {(line.Length > 80 ? line[..80] + "..." : line)}", e);
        }
    }

    /// <summary>An action that is one choice.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal long Choice(int index) => Actions[index] is [double number] && Math.Floor(number) == number && Math.Abs(number) < 1e15
        ? (long)number
        : throw new FormatException($"Action {index} must be one whole number, not [{string.Join(", ", Actions[index])}].");

    /// <summary>Puts an action into a batch of one.</summary>
    /// <exception cref="FormatException">It is of another kind.</exception>
    internal void CopyTo(ActionBatch batch, int index)
    {
        var action = Actions[index];
        if (action.Count != batch.Spec.Size || (!batch.Spec.IsContinuous && action.Any(number => Math.Floor(number) != number || Math.Abs(number) >= 1e15)))
            throw new FormatException($"Action {index} must be {batch.Spec}, not [{string.Join(", ", action)}].");
        for (int i = 0; i < action.Count; i++)
        {
            if (batch.Spec.IsContinuous)
                batch.Numbers[i] = (float)action[i];
            else
                batch.Integers[i] = (long)action[i];
        }
    }

    private static JsonElement FirstOf(JsonElement step) => step.GetArrayLength() > 0 ? step[0] : throw new FormatException("A step is empty.");

    private static IReadOnlyList<double> ReadAction(JsonElement action) => action.ValueKind == JsonValueKind.Array
        ? [.. action.EnumerateArray().Select(number => number.GetDouble())]
        : [action.GetDouble()];
}
