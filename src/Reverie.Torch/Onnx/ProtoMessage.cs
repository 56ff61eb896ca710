using Google.Protobuf;

namespace Reverie.Torch.Onnx;

/// <summary>
/// A protobuf message, field by field. It knows its size before it is written, so that a message which holds all weights of a model goes
/// straight to the stream and is never put together in memory.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<Action<CodedOutputStream>> _fields = [];
    private long _size;

    public ProtoMessage Integer(int field, long value) => Add(field, WireFormat.WireType.Varint,
        CodedOutputStream.ComputeInt64Size(value), output => output.WriteInt64(value));

    public ProtoMessage Real(int field, float value) => Add(field, WireFormat.WireType.Fixed32,
        CodedOutputStream.ComputeFloatSize(value), output => output.WriteFloat(value));

    public ProtoMessage Text(int field, string value) => Add(field, WireFormat.WireType.LengthDelimited,
        CodedOutputStream.ComputeStringSize(value), output => output.WriteString(value));

    public ProtoMessage Bytes(int field, byte[] value)
    {
        var bytes = UnsafeByteOperations.UnsafeWrap(value);
        return Add(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeBytesSize(bytes), output => output.WriteBytes(bytes));
    }

    public ProtoMessage Message(int field, ProtoMessage value)
    {
        int length = checked((int)value._size);
        return Add(field, WireFormat.WireType.LengthDelimited, (long)CodedOutputStream.ComputeLengthSize(length) + length, output =>
        {
            output.WriteLength(length);
            value.WriteFields(output);
        });
    }

    public ProtoMessage Integers(int field, IEnumerable<long> values) => Each(values, (message, value) => message.Integer(field, value));

    public ProtoMessage Texts(int field, IEnumerable<string> values) => Each(values, (message, value) => message.Text(field, value));

    public ProtoMessage Messages(int field, IEnumerable<ProtoMessage> values) => Each(values, (message, value) => message.Message(field, value));

    public void WriteTo(Stream stream)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        WriteFields(output);
    }

    private void WriteFields(CodedOutputStream output)
    {
        foreach (var write in _fields)
            write(output);
    }

    private ProtoMessage Add(int field, WireFormat.WireType type, long size, Action<CodedOutputStream> write)
    {
        _size += CodedOutputStream.ComputeTagSize(field) + size;
        _fields.Add(output =>
        {
            output.WriteTag(field, type);
            write(output);
        });
        return this;
    }

    private ProtoMessage Each<T>(IEnumerable<T> values, Action<ProtoMessage, T> add)
    {
        foreach (var value in values)
            add(this, value);
        return this;
    }
}
