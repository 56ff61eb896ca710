using System.Globalization;
using System.Text.RegularExpressions;

namespace Reverie.Training.Data;

/// <summary>
/// A media folder of episodes: the newest ones as <c>episode_ID_epoch_E.episode</c>, and the best as
/// <c>best_episode_ID_epoch_E.episode</c>.
/// </summary>
public sealed partial class EpisodeFolder
{
    private readonly string _folder;
    private readonly int _maxEpisodes;
    private double? _bestReturn;

    /// <summary>Opens the folder, making it if needed; the best return so far is read from the best episode there.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="maxEpisodes">How many of the newest episodes stay.</param>
    public EpisodeFolder(string folder, int maxEpisodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxEpisodes);
        _folder = Directory.CreateDirectory(folder).FullName;
        _maxEpisodes = maxEpisodes;
        _bestReturn = ReadBestReturn();
    }

    /// <summary>Saves an episode; the one with the smallest id leaves when there are too many. Only a strictly better one becomes the best.</summary>
    public void Save(Episode episode, int id, int epoch)
    {
        string name = $"episode_{id}_epoch_{epoch}{EpisodeFile.Extension}";
        Write(episode, name);
        foreach (var (_, path) in Saved().OrderByDescending(saved => saved.Id).Skip(_maxEpisodes))
            File.Delete(path);
        double episodeReturn = episode.Metrics.Return;
        if (episodeReturn <= _bestReturn)
            return;
        string[] beaten = Best();
        Write(episode, $"best_{name}");
        foreach (string path in beaten.Where(path => Path.GetFileName(path) != $"best_{name}"))
            File.Delete(path);
        _bestReturn = episodeReturn;
    }

    private string[] Best() => Directory.GetFiles(_folder, $"best_episode_*{EpisodeFile.Extension}");

    private IEnumerable<(int Id, string Path)> Saved() => Directory.GetFiles(_folder)
        .Select(path => (Match: SavedName().Match(Path.GetFileName(path)), path))
        .Where(pair => pair.Match.Success)
        .Select(pair => (int.Parse(pair.Match.Groups[1].Value, CultureInfo.InvariantCulture), pair.path));

    private double? ReadBestReturn()
    {
        double? best = null;
        foreach (string path in Best())
        {
            try
            {
                using var stream = File.OpenRead(path);
                best = Math.Max(best ?? double.NegativeInfinity, EpisodeFile.Read(stream).Metrics.Return);
            }
            catch (InvalidDataException)
            {
                File.Delete(path); // Media only: a damaged best episode is replaced by the next one.
            }
        }
        return best;
    }

    private void Write(Episode episode, string name)
    {
        string temporary = Path.Combine(_folder, ".writing");
        using (var stream = File.Create(temporary))
            EpisodeFile.Write(episode, stream);
        File.Move(temporary, Path.Combine(_folder, name), overwrite: true);
    }

    [GeneratedRegex(@"^episode_(\d+)_epoch_\d+\.episode$")]
    private static partial Regex SavedName();
}
