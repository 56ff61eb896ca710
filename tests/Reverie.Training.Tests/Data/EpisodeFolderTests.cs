using Reverie.Training.Data;

namespace Reverie.Training.Tests.Data;

public sealed class EpisodeFolderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Save_RecordedEpisodes_LeavesTheRecordedFiles(bool reopen)
    {
        using var temporary = new TemporaryFolder();
        var recording = new GoldenEpisodes().Json.GetProperty("episode_dir_manager");
        int count = recording.GetProperty("max_num_episodes").GetInt32();
        var folder = new EpisodeFolder(temporary.Path, count);
        foreach (var save in recording.GetProperty("saves").EnumerateArray())
        {
            if (reopen)
                folder = new EpisodeFolder(temporary.Path, count); // A resumed run remembers its best return.
            folder.Save(WithReturn(save.GetProperty("episode_return").GetSingle()), save.GetProperty("episode_id")
                .GetInt32(), save.GetProperty("epoch").GetInt32());

            Assert.Equal(
                save.GetProperty("files_after").EnumerateArray().Select(name => Path.ChangeExtension(name.GetString()!, EpisodeFile.Extension))
                    .Order(StringComparer.Ordinal),
                Directory.GetFiles(temporary.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Constructor_DamagedBestEpisode_IsReplacedByTheNext()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("best_episode_1_epoch_1.episode", "damaged");
        var folder = new EpisodeFolder(temporary.Path, 3);

        folder.Save(WithReturn(-5), 2, 2);

        Assert.True(File.Exists(temporary.In("best_episode_2_epoch_2.episode")));
    }

    private static Episode WithReturn(float value) => EpisodeFileVersion1.Make([1, 1, 1], [0], [0], [value], [true]);
}
