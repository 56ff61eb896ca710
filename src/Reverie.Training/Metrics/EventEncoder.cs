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
        Event(wallTime, step, output => WriteMessage(output, 5, summary =>
        {
            foreach (var (name, number) in values)
            {
                WriteMessage(summary, 1, value =>
                {
                    WriteString(value, 1, name);
                    value.WriteTag(2, WireFormat.WireType.Fixed32);
                    value.WriteFloat((float)number);
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
}
