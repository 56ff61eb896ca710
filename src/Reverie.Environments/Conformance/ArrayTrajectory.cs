using System.Text;
using System.Text.Json;
using Reverie.Environments.Arrays;

namespace Reverie.Environments.Conformance;

/// <summary>Records environments of any space, by checksums of their arrays and texts.</summary>
internal static class ArrayTrajectory
{
    /// <inheritdoc cref="TrajectoryRecorder.Record"/>
    public static string Record(IEnvironment environment, TrajectoryRequest request)
    {
        var arrays = environment.AsArrays();
        var batch = new StepBatch(arrays.Layout, 1);
        return TraceJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", request.Id);
            writer.WriteNumber("seed", request.Seed);
            writer.WriteString("layout", arrays.Layout.ToString());
            writer.WritePropertyName("reset");
            arrays.Reset(request.Seed, batch.Row(0));
            WriteReset(writer, environment, batch, afterStep: null);
            var resets = WriteSteps(writer, environment, arrays, batch, request);
            writer.WriteStartArray("resets");
            foreach (string reset in resets)
                writer.WriteRawValue(reset);
            writer.WriteEndArray();
            WriteRandom(writer, "final_rng", environment);
            writer.WriteEndObject();
        });
    }

    private static List<string> WriteSteps(
        Utf8JsonWriter writer, IEnvironment environment, IArrayEnvironment arrays, StepBatch batch, TrajectoryRequest request)
    {
        var resets = new List<string>();
        var actions = new ActionBatch(arrays.Layout.Action, 1);
        writer.WriteStartArray("steps");
        for (int i = 0; i < request.Actions.Count; i++)
        {
            request.CopyTo(actions, i);
            var signal = arrays.Step(actions[0], batch.Row(0));
            writer.WriteStartArray();
            WriteAction(writer, request.Actions[i]);
            writer.WriteStringValue(TrajectoryRecorder.FormatReward(signal.Reward));
            writer.WriteNumberValue(signal.Terminated ? 1 : 0);
            writer.WriteNumberValue(signal.Truncated ? 1 : 0);
            writer.WriteNumberValue(Checksum(batch));
            writer.WriteEndArray();
            if (!signal.Done)
                continue;
            arrays.Reset(null, batch.Row(0));
            int step = i;
            resets.Add(TraceJson.Write(inner => WriteReset(inner, environment, batch, step)));
        }
        writer.WriteEndArray();
        return resets;
    }

    private static void WriteAction(Utf8JsonWriter writer, IReadOnlyList<double> action)
    {
        if (action.Count != 1)
            writer.WriteStartArray();
        foreach (double number in action)
            writer.WriteNumberValue(number);
        if (action.Count != 1)
            writer.WriteEndArray();
    }

    private static void WriteReset(Utf8JsonWriter writer, IEnvironment environment, StepBatch batch, int? afterStep)
    {
        writer.WriteStartObject();
        if (afterStep is { } step)
            writer.WriteNumber("after_step", step);
        for (int i = 0; i < batch.Texts.Count; i++)
            writer.WriteString(batch.Layout.Texts[i], batch.Texts[i][0]);
        foreach (var rows in batch.Observations)
            writer.WriteNumber($"{rows.Spec.Name}_crc", Crc32.Compute(rows.Bytes));
        WriteRandom(writer, "rng", environment);
        writer.WriteEndObject();
    }

    /// <summary>Of what cannot be saved the generator says nothing.</summary>
    private static void WriteRandom(Utf8JsonWriter writer, string name, IEnvironment environment)
    {
        if (environment.Saving != Saving.None)
            writer.WriteRandom(name, environment.Random.State);
    }

    /// <summary>CRC-32 of all arrays in order, then of all texts as UTF-8.</summary>
    private static uint Checksum(StepBatch batch)
    {
        uint crc = 0;
        foreach (var rows in batch.Observations)
            crc = Crc32.Append(crc, rows.Bytes);
        foreach (string[] texts in batch.Texts)
            crc = Crc32.Append(crc, Encoding.UTF8.GetBytes(texts[0]));
        return crc;
    }
}
