using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>A text.</summary>
internal sealed class TextCodec(Text space) : ObservationCodec<string>(space)
{
    public override string Read(ref MessageReader message, int slot) => message.Text();
}
