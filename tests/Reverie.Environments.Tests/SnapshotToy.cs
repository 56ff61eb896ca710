using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests;

/// <summary>A toy that writes down where it stands.</summary>
public sealed class SnapshotToy() : Toy<NdArray<float>, int>(new Box<float>(-1, 1, 2), new Discrete(2)), ISnapshot
{
    public void SaveSnapshot(BinaryWriter writer) => writer.Write(Steps);

    public void RestoreSnapshot(BinaryReader reader) => Steps = reader.ReadInt32();
}
