using Google.Protobuf;

namespace Reverie.Training.Tracking;

/// <summary>Encodes W&amp;B's records; the numbers are the field numbers of wandb_internal.proto.</summary>
internal static class WandbEncoder
{
    private const string Producer = "0.1.0";

    internal static byte[] Header(long number) => Record(number, 21, output => Message(output, 1, version =>
    {
        Text(version, 1, Producer);
        Text(version, 2, Producer);
    }));

    internal static byte[] Run(long number, WandbRun run) => Record(number, 17, output =>
    {
        Text(output, 1, run.Id);
        Text(output, 2, run.Entity);
        Text(output, 3, run.Project);
        if (run.Config.Count > 0)
            Message(output, 4, config => Items(config, 1, run.Config));
        Text(output, 6, run.Group);
        Text(output, 7, run.JobType);
        Text(output, 8, run.Name);
        Text(output, 9, run.Notes);
        foreach (string tag in run.Tags)
            Text(output, 10, tag);
        Text(output, 13, run.Host);
        Message(output, 17, time => Timestamp(time, run.Started));
    });

    internal static byte[] Config(long number, IEnumerable<WandbItem> items) => Record(number, 5, output => Items(output, 1, items));

    internal static byte[] History(long number, long step, IEnumerable<WandbItem> items) => Record(number, 2, output =>
    {
        Items(output, 1, items);
        Message(output, 2, message => Number(message, 1, step));
    });

    internal static byte[] Summary(long number, IEnumerable<WandbItem> items) => Record(number, 3, output => Items(output, 1, items));

    internal static byte[] Output(long number, DateTimeOffset? time, string line, bool isStandardOutput) => Record(number, 13, output =>
    {
        Number(output, 1, isStandardOutput ? 1 : 0);
        if (time is { } known)
            Message(output, 2, message => Timestamp(message, known));
        Text(output, 3, line);
    });

    /// <summary>Says that all metrics are drawn over one of them.</summary>
    internal static byte[] StepMetric(long number, string step) => Record(number, 12, output =>
    {
        Text(output, 2, "*");
        Text(output, 4, step);
    });

    /// <summary>Files below the run's <c>files</c> folder, to be uploaded at the end.</summary>
    internal static byte[] Files(long number, IEnumerable<string> paths) => Record(number, 6, output =>
    {
        foreach (string path in paths)
        {
            Message(output, 1, file =>
            {
                Text(file, 1, path);
                Number(file, 2, 1);
            });
        }
    });

    internal static byte[] Exit(long number, int code, long seconds) => Record(number, 18, output =>
    {
        Number(output, 1, code);
        Number(output, 2, seconds);
    });

    internal static byte[] Final(long number) => Record(number, 20, _ => { });

    private static byte[] Record(long number, int field, Action<CodedOutputStream> write)
    {
        var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            // Its number stands first, before all kinds of records.
            Number(output, 1, number);
            Message(output, field, write);
        }
        return stream.ToArray();
    }

    private static void Items(CodedOutputStream output, int field, IEnumerable<WandbItem> items)
    {
        foreach (var item in items)
        {
            Message(output, field, message =>
            {
                bool isPlain = item.Path.Count == 1 && !item.IsNested;
                foreach (string name in item.Path)
                    Text(message, isPlain ? 1 : 2, name);
                Text(message, 16, item.Json);
            });
        }
    }

    private static void Timestamp(CodedOutputStream output, DateTimeOffset time)
    {
        Number(output, 1, time.ToUnixTimeSeconds());
        Number(output, 2, time.UtcTicks % TimeSpan.TicksPerSecond * 100);
    }

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        var stream = new MemoryStream();
        using (var inner = new CodedOutputStream(stream, leaveOpen: true))
            write(inner);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(stream.GetBuffer(), 0, (int)stream.Length));
    }

    // Defaults are left out, as protobuf 3 does.
    private static void Text(CodedOutputStream output, int field, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void Number(CodedOutputStream output, int field, long number)
    {
        if (number == 0)
            return;
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(number);
    }
}
