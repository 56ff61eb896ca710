using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>Observations of several parts.</summary>
internal sealed class PartsCodec : ObservationCodec<NamedParts>
{
    private readonly (string Key, ObservationCodec Codec)[] _parts;
    private readonly NamedParts[] _slots;

    public PartsCodec(params (string Key, ObservationCodec Codec)[] parts)
        : base(new DictSpace<NamedParts>(sample => new(sample), [.. parts.Select(part => (part.Key, part.Codec.AnySpace))]))
    {
        _parts = parts;
        _slots = [.. Enumerable.Range(0, Slots).Select(_ => new NamedParts(parts.Select(part => part.Key)))];
    }

    public override NamedParts Read(ref MessageReader message, int slot)
    {
        foreach (var (key, codec) in _parts)
            _slots[slot].Set(key, codec.ReadPart(ref message, slot));
        return _slots[slot];
    }
}
