using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>A single integer from 0 on.</summary>
internal sealed class ChoiceCodec(Discrete space) : ObservationCodec<int>(space)
{
    public override int Read(ref MessageReader message, int slot) => checked((int)message.Long());
}
