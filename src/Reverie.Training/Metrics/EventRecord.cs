using Google.Protobuf;

namespace Reverie.Training.Metrics;

/// <summary>One record of an event file.</summary>
/// <param name="Offset">Where its framing begins.</param>
/// <param name="Length">Bytes, framing included.</param>
/// <param name="Step">The step that it belongs to; the version of the file, which belongs to none, comes before all.</param>
/// <param name="IsStart">Whether it says that a session began: what was logged before it from this step on counts no longer.</param>
internal readonly record struct EventRecord(long Offset, long Length, long Step, bool IsStart)
{
    private const int StepField = 2, VersionField = 3, SessionField = 7, StatusField = 1, Start = 1;

    /// <summary>What a record's data say.</summary>
    /// <exception cref="InvalidProtocolBufferException">They are no event.</exception>
    public static (long Step, bool IsStart) Parse(byte[] data)
    {
        long step = 0;
        bool isStart = false, isVersion = false;
        var input = new CodedInputStream(data);
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag == WireFormat.MakeTag(StepField, WireFormat.WireType.Varint))
            {
                step = input.ReadInt64();
            }
            else if (tag == WireFormat.MakeTag(SessionField, WireFormat.WireType.LengthDelimited))
            {
                isStart = StatusOf(input.ReadBytes().CreateCodedInput()) == Start;
            }
            else
            {
                isVersion |= WireFormat.GetTagFieldNumber(tag) == VersionField;
                input.SkipLastField();
            }
        }
        return (isVersion ? long.MinValue : step, isStart);
    }

    private static long StatusOf(CodedInputStream session)
    {
        long status = 0;
        while (session.ReadTag() is var tag and not 0)
        {
            if (tag == WireFormat.MakeTag(StatusField, WireFormat.WireType.Varint))
                status = session.ReadInt64();
            else
                session.SkipLastField();
        }
        return status;
    }
}
