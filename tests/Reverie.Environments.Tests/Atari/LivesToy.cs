using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Atari;

/// <summary>A toy that takes a life every sixth step, of three.</summary>
public sealed class LivesToy() : Toy<NdArray<byte>, int>(new Box<byte>(0, 255, 3, 4, 5), new Discrete(3)), ICountsLives, ISnapshot
{
    public int? Lives => 3 - Steps / 6;

    public void SaveSnapshot(BinaryWriter writer) => writer.Write(Steps);

    public void RestoreSnapshot(BinaryReader reader) => Steps = reader.ReadInt32();
}
