using Google.Protobuf;

namespace Reverie.Training.Metrics;

/// <summary>Encodes TensorBoard's <c>Event</c> messages; the numbers are the field numbers of event.proto and summary.proto.</summary>
internal static class EventEncoder
{
    private const int SessionStart = 1;

    public static byte[] FileVersion(double wallTime) => Event(wallTime, 0, output => WriteString(output, 3, "brain.Event:2"));

    /// <summary>Tells TensorBoard to drop what an earlier, interrupted session logged from this step on.</summary>
    public static byte[] SessionStarts(double wallTime, long step) => Event(wallTime, step, output => WriteMessage(output, 7, session =>
    {
        session.WriteTag(1, WireFormat.WireType.Varint);
        session.WriteEnum(SessionStart);
    }));

    public static byte[] Scalars(double wallTime, long step, IEnumerable<KeyValuePair<string, double>> values) =>
        Summary(wallTime, step, values.Select(pair => (pair.Key, (Action<CodedOutputStream>)(value =>
        {
            value.WriteTag(2, WireFormat.WireType.Fixed32);
            value.WriteFloat((float)pair.Value);
        }))));

    public static byte[] Histogram(double wallTime, long step, string name, Histogram histogram) =>
        Summary(wallTime, step, [(name, value => WriteMessage(value, 5, output =>
        {
            WriteDouble(output, 1, histogram.Minimum);
            WriteDouble(output, 2, histogram.Maximum);
            WriteDouble(output, 3, histogram.Count);
            WriteDouble(output, 4, histogram.Sum);
            WriteDouble(output, 5, histogram.SumOfSquares);
            WritePacked(output, 6, histogram.UpperEdges);
            WritePacked(output, 7, histogram.Counts);
        }))]);

    public static byte[] Image(double wallTime, long step, string name, int width, int height, int channels, byte[] png) =>
        Summary(wallTime, step, [(name, value => WriteMessage(value, 4, output =>
        {
            WriteInt(output, 1, height);
            WriteInt(output, 2, width);
            WriteInt(output, 3, channels);
            output.WriteTag(4, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(png));
        }))]);

    private static byte[] Summary(double wallTime, long step, IEnumerable<(string Name, Action<CodedOutputStream> Write)> values) =>
        Event(wallTime, step, output => WriteMessage(output, 5, summary =>
        {
            foreach (var (name, write) in values)
            {
                WriteMessage(summary, 1, value =>
                {
                    WriteString(value, 1, name);
                    write(value);
                });
            }
        }));

    private static byte[] Event(double wallTime, long step, Action<CodedOutputStream> write) => Encode(output =>
    {
        WriteDouble(output, 1, wallTime);
        WriteInt(output, 2, step);
        write(output);
    });

    private static byte[] Encode(Action<CodedOutputStream> write)
    {
        var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Encode(write)));
    }

    private static void WriteString(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void WriteInt(CodedOutputStream output, int field, long number)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(number);
    }

    private static void WriteDouble(CodedOutputStream output, int field, double number)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed64);
        output.WriteDouble(number);
    }

    private static void WritePacked(CodedOutputStream output, int field, IReadOnlyList<double> numbers)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteLength(numbers.Count * sizeof(double));
        foreach (var number in numbers)
            output.WriteDouble(number);
    }
}
