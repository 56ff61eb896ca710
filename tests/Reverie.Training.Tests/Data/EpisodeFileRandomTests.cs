using Reverie.Training.Data;
using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Data;

public sealed class EpisodeFileRandomTests
{
    [Fact]
    public void Read_MutatedFile_IsAnEpisodeOrInvalidData()
    {
        var random = new SeededRandom(9);
        var good = new MemoryStream();
        EpisodeFile.Write(new GoldenEpisodes().Episode("episode1"), good);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] bytes = good.ToArray();
            for (int edits = 1 + random.NextInt(4); edits > 0; edits--)
                bytes[random.NextInt(bytes.Length)] = (byte)random.NextInt(256);
            try
            {
                EpisodeFile.Read(new MemoryStream(bytes[..(1 + random.NextInt(bytes.Length))]));
            }
            catch (InvalidDataException)
            {
            }
        }
    }
}
