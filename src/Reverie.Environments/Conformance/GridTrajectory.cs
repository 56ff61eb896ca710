using System.Text.Json;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Conformance;

/// <summary>Records grid worlds: poses, rewards, checksums of observations and grids, and the random generator's state at every reset.</summary>
internal static class GridTrajectory
{
    /// <summary>
    /// The record of a trajectory: <c>id, seed, reset, steps, resets, final_grid_crc, final_rng</c>. A step is
    /// <c>[action, reward, terminated, truncated, x, y, direction, image_crc]</c> and, where the grid changed, <c>grid_crc</c>. An
    /// episode that ends is followed by a reset without seed.
    /// </summary>
    public static string Record(MiniGridEnv environment, TrajectoryRequest request)
    {
        return TraceJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", request.Id);
            writer.WriteNumber("seed", request.Seed);

            writer.WritePropertyName("reset");
            WriteReset(writer, environment, environment.Reset(request.Seed), afterStep: null);
            var resets = WriteSteps(writer, environment, request);

            writer.WriteStartArray("resets");
            foreach (string reset in resets)
                writer.WriteRawValue(reset);
            writer.WriteEndArray();

            writer.WriteNumber("final_grid_crc", TrajectoryRecorder.GridCrc(environment));
            writer.WriteRandom("final_rng", environment.Random.State);
            writer.WriteEndObject();
        });
    }

    private static List<string> WriteSteps(Utf8JsonWriter writer, MiniGridEnv environment, TrajectoryRequest request)
    {
        var resets = new List<string>();
        uint gridCrc = TrajectoryRecorder.GridCrc(environment);
        writer.WriteStartArray("steps");
        for (int i = 0; i < request.Actions.Count; i++)
        {
            int action = (int)request.Choice(i);
            var result = environment.Step(action);
            writer.WriteStartArray();
            writer.WriteNumberValue(action);
            writer.WriteStringValue(TrajectoryRecorder.FormatReward(result.Reward));
            writer.WriteNumberValue(result.Terminated ? 1 : 0);
            writer.WriteNumberValue(result.Truncated ? 1 : 0);
            writer.WriteNumberValue(environment.AgentPosition.X);
            writer.WriteNumberValue(environment.AgentPosition.Y);
            writer.WriteNumberValue((int)environment.AgentDirection);
            writer.WriteNumberValue(Crc32.Compute(result.Observation.Image.Span));
            uint newCrc = TrajectoryRecorder.GridCrc(environment);
            if (newCrc != gridCrc)
                writer.WriteNumberValue(newCrc);
            gridCrc = newCrc;
            writer.WriteEndArray();

            if (result.Done)
            {
                resets.Add(RecordReset(environment, i));
                gridCrc = TrajectoryRecorder.GridCrc(environment);
            }
        }
        writer.WriteEndArray();
        return resets;
    }

    private static string RecordReset(MiniGridEnv environment, int step) =>
        TraceJson.Write(writer => WriteReset(writer, environment, environment.Reset(), step));

    private static void WriteReset(Utf8JsonWriter writer, MiniGridEnv environment, GridObservation<byte> observation, int? afterStep)
    {
        writer.WriteStartObject();
        if (afterStep is { } step)
            writer.WriteNumber("after_step", step);
        writer.WriteString("mission", environment.Mission);
        writer.WriteNumbers("agent_pos", [environment.AgentPosition.X, environment.AgentPosition.Y]);
        writer.WriteNumber("agent_dir", (int)environment.AgentDirection);
        writer.WriteNumber("width", environment.Width);
        writer.WriteNumber("height", environment.Height);
        writer.WriteNumber("max_steps", environment.MaxSteps);
        writer.WriteNumber("direction", (int)observation.Direction);
        byte[] grid = EncodedGrid(environment);
        if (afterStep is null)
        {
            writer.WriteNumbers("grid", [.. grid]);
            writer.WriteNumbers("image_shape", observation.Image.Shape);
            writer.WriteNumbers("image", [.. observation.Image.Data]);
        }
        writer.WriteNumber("grid_crc", Crc32.Compute(grid));
        writer.WriteNumber("image_crc", Crc32.Compute(observation.Image.Span));
        if (environment.Carrying is { } carried)
            writer.WriteStrings("carrying", [.. carried.ToString().Split(' ').Reverse()]);
        writer.WriteRandom("rng", environment.Random.State);
        if (environment.Rejections.Count > 0)
            writer.WriteStrings("rejects", environment.Rejections);
        writer.WriteEndObject();
    }

    public static byte[] EncodedGrid(MiniGridEnv environment)
    {
        byte[] grid = new byte[environment.Width * environment.Height * 3];
        environment.Grid.Encode(grid);
        return grid;
    }
}
