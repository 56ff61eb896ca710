using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Conformance;

/// <summary>
/// Plays given actions and writes down all that can be compared with another implementation: poses, rewards, checksums of observations
/// and grids, and the random generator's state at every reset, as one line of JSON.
/// </summary>
public static class TrajectoryRecorder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The record of a trajectory: <c>id, seed, reset, steps, resets, final_grid_crc, final_rng</c>. A step is
    /// <c>[action, reward, terminated, truncated, x, y, direction, image_crc]</c> and, where the grid changed, <c>grid_crc</c>. An
    /// episode that ends is followed by a reset without seed.
    /// </summary>
    public static string Record(MiniGridEnv environment, TrajectoryRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("id", request.Id);
            writer.WriteNumber("seed", request.Seed);

            writer.WritePropertyName("reset");
            WriteReset(writer, environment, environment.Reset(request.Seed), afterStep: null);
            var resets = WriteSteps(writer, environment, request.Actions);

            writer.WriteStartArray("resets");
            foreach (byte[] reset in resets)
                writer.WriteRawValue(reset);
            writer.WriteEndArray();

            writer.WriteNumber("final_grid_crc", GridCrc(environment));
            WriteRandom(writer, "final_rng", environment.Random.State);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A number as Python's <c>repr</c> of a reward: whole rewards are integers there.</summary>
    public static string FormatReward(double reward) =>
        reward == Math.Floor(reward) ? ((long)reward).ToString(CultureInfo.InvariantCulture) : reward.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The checksum of the encoded grid.</summary>
    public static uint GridCrc(MiniGridEnv environment) => Crc32.Compute(EncodedGrid(environment));

    private static List<byte[]> WriteSteps(Utf8JsonWriter writer, MiniGridEnv environment, IReadOnlyList<int> actions)
    {
        var resets = new List<byte[]>();
        uint gridCrc = GridCrc(environment);
        writer.WriteStartArray("steps");
        for (int i = 0; i < actions.Count; i++)
        {
            var result = environment.Step(actions[i]);
            writer.WriteStartArray();
            writer.WriteNumberValue(actions[i]);
            writer.WriteStringValue(FormatReward(result.Reward));
            writer.WriteNumberValue(result.Terminated ? 1 : 0);
            writer.WriteNumberValue(result.Truncated ? 1 : 0);
            writer.WriteNumberValue(environment.AgentPosition.X);
            writer.WriteNumberValue(environment.AgentPosition.Y);
            writer.WriteNumberValue((int)environment.AgentDirection);
            writer.WriteNumberValue(Crc32.Compute(result.Observation.Image.Span));
            uint newCrc = GridCrc(environment);
            if (newCrc != gridCrc)
                writer.WriteNumberValue(newCrc);
            gridCrc = newCrc;
            writer.WriteEndArray();

            if (result.Done)
            {
                resets.Add(RecordReset(environment, i));
                gridCrc = GridCrc(environment);
            }
        }
        writer.WriteEndArray();
        return resets;
    }

    private static byte[] RecordReset(MiniGridEnv environment, int step)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            WriteReset(writer, environment, environment.Reset(), step);
        return stream.ToArray();
    }

    private static void WriteReset(Utf8JsonWriter writer, MiniGridEnv environment, GridObservation<byte> observation, int? afterStep)
    {
        writer.WriteStartObject();
        if (afterStep is { } step)
            writer.WriteNumber("after_step", step);
        writer.WriteString("mission", environment.Mission);
        WriteNumbers(writer, "agent_pos", [environment.AgentPosition.X, environment.AgentPosition.Y]);
        writer.WriteNumber("agent_dir", (int)environment.AgentDirection);
        writer.WriteNumber("width", environment.Width);
        writer.WriteNumber("height", environment.Height);
        writer.WriteNumber("max_steps", environment.MaxSteps);
        writer.WriteNumber("direction", (int)observation.Direction);
        byte[] grid = EncodedGrid(environment);
        if (afterStep is null)
        {
            WriteNumbers(writer, "grid", [.. grid]);
            WriteNumbers(writer, "image_shape", observation.Image.Shape);
            WriteNumbers(writer, "image", [.. observation.Image.Data]);
        }
        writer.WriteNumber("grid_crc", Crc32.Compute(grid));
        writer.WriteNumber("image_crc", Crc32.Compute(observation.Image.Span));
        if (environment.Carrying is { } carried)
            WriteStrings(writer, "carrying", [.. carried.ToString().Split(' ').Reverse()]);
        WriteRandom(writer, "rng", environment.Random.State);
        if (environment.Rejections.Count > 0)
            WriteStrings(writer, "rejects", environment.Rejections);
        writer.WriteEndObject();
    }

    private static byte[] EncodedGrid(MiniGridEnv environment)
    {
        byte[] grid = new byte[environment.Width * environment.Height * 3];
        environment.Grid.Encode(grid);
        return grid;
    }

    private static void WriteRandom(Utf8JsonWriter writer, string name, Pcg64State state)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(state.State.ToString("x32", CultureInfo.InvariantCulture));
        writer.WriteNumberValue(state.HasHalf ? 1 : 0);
        writer.WriteNumberValue(state.Half);
        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ReadOnlySpan<int> values)
    {
        writer.WriteStartArray(name);
        foreach (int value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
