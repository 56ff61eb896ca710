using Reverie.Algorithms.Iris.Agents;
using Reverie.Torch.Serialization;

namespace Reverie.Algorithms.Iris.Originals;

/// <summary>The <c>checkpoints</c> folder of a run of the original IRIS, for going on from where it stopped.</summary>
public sealed class IrisCheckpointFolder
{
    private readonly string _path;

    private IrisCheckpointFolder(string path) => _path = path;

    /// <summary>The weights of all components, for <see cref="Agent.Load"/>.</summary>
    public string Weights => Path.Combine(_path, "last.pt");

    /// <summary>The last epoch that was finished.</summary>
    public int Epoch => ReadCount("epoch.pt");

    /// <summary>Test episodes seen so far: the next one's id.</summary>
    public int TestEpisodesSeen => ReadCount("num_seen_episodes_test_dataset.pt");

    /// <summary>
    /// The training episodes by id, oldest first. Each file holds <c>observations</c> (bytes [T, C, H, W]), <c>actions</c>,
    /// <c>rewards</c>, <c>ends</c> and <c>mask_padding</c> [T], for <see cref="StateDictFile.Load"/>.
    /// </summary>
    public IReadOnlyList<(int Id, string Path)> Episodes =>
        Directory.Exists(Path.Combine(_path, "dataset"))
            ? [.. Directory.EnumerateFiles(Path.Combine(_path, "dataset"), "*.pt").Select(path => (IdOf(path), path)).OrderBy(episode => episode.Item1)]
            : [];

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The <c>checkpoints</c> folder, or the run folder around it.</param>
    /// <exception cref="IOException">There is no checkpoint of IRIS.</exception>
    public static IrisCheckpointFolder Open(string path) =>
        Find(path) is { } found
            ? new IrisCheckpointFolder(found)
            : throw new DirectoryNotFoundException($"There is no last.pt in '{path}'; give the run folder of an IRIS run, or its checkpoints folder.");

    /// <summary>Whether <see cref="Open"/> finds a checkpoint there.</summary>
    public static bool Exists(string path) => Find(path) is not null;

    /// <summary>The state of the three optimizers.</summary>
    public IrisOptimizerFile OpenOptimizers() => IrisOptimizerFile.Open(Path.Combine(_path, "optimizer.pt"));

    private static string? Find(string path) =>
        ((string[])[path, Path.Combine(path, "checkpoints")]).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "last.pt")));

    private static int IdOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), out int id)
            ? id
            : throw new InvalidDataException($"{path} is not named after an episode's number; move it out of the dataset folder.");

    private int ReadCount(string name) =>
        TorchArchive.Load(Path.Combine(_path, name)) is long count and >= 0 and <= int.MaxValue
            ? (int)count
            : throw new InvalidDataException($"{Path.Combine(_path, name)} does not hold a count; the checkpoint is damaged or not IRIS's.");
}
