using System.Globalization;
using System.Text.Json;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Runs;

/// <summary>The folder of one run, self-contained: configuration, checkpoints, media, logs and scripts.</summary>
public sealed class RunFolder
{
    private const string ConfigName = "config.yaml";
    private const string MetadataName = "run.json";
    private const string UnnamedAlgorithm = "pretraining";
    private const int WouldBlock = 11; // EWOULDBLOCK, which .NET gives a file that another process has locked
    private static readonly JsonSerializerOptions MetadataJson = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private RunFolder(string path) => Path = path;

    /// <summary>Full path of the run.</summary>
    public string Path { get; }

    /// <summary>The resolved configuration, <c>config/config.yaml</c>.</summary>
    public string ConfigFile => In("config", ConfigName);

    /// <summary>Who the run is; empty where <c>run.json</c> is missing or damaged, which costs labels only.</summary>
    public RunMetadata Metadata => ReadMetadata();

    /// <summary>
    /// The name of its algorithm. Runs of before <c>run.json</c> told it have it in their configuration, all but those of language models.
    /// </summary>
    public string Algorithm => Metadata.Algorithm
        ?? YamlReader.Read(TextGuard.ReadText(ConfigFile), ConfigFile).FindText("algo.name")
        ?? UnnamedAlgorithm;

    public string Checkpoints => In("checkpoints");

    /// <summary>Episodes for viewing, one sub-folder per source ("train", "test", "imagination").</summary>
    public string MediaEpisodes => In("media", "episodes");

    public string MediaReconstructions => In("media", "reconstructions");

    public string Logs => In("logs");

    public string Scripts => In("scripts");

    /// <summary>Makes a new run folder <c>ROOT/YYYY-MM-DD/hh-mm-ss</c>; runs that start in the same second get <c>-2</c>, <c>-3</c>, ...</summary>
    /// <param name="root">Folder of all runs.</param>
    /// <param name="time">The clock; local time names the folder.</param>
    /// <param name="config">The resolved configuration to keep.</param>
    /// <param name="metadata">Who the run is; its start is filled in.</param>
    public static RunFolder Create(string root, TimeProvider time, ConfigMap config, RunMetadata metadata)
    {
        var now = time.GetLocalNow();
        string day = Directory.CreateDirectory(System.IO.Path.Combine(root, now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))).FullName;
        var run = new RunFolder(System.IO.Path.Combine(day, $".new-{Guid.NewGuid():N}"));
        string[] folders = ["config", "checkpoints", "media/episodes", "media/reconstructions", "logs", "scripts"];
        foreach (string folder in folders)
            Directory.CreateDirectory(run.In(folder));
        File.WriteAllText(run.ConfigFile, YamlWriter.Write(config));
        File.WriteAllText(run.In(MetadataName), JsonSerializer.Serialize(metadata with { Started = now }, MetadataJson));
        RunScripts.Write(run.Scripts);
        return run.MoveTo(System.IO.Path.Combine(day, now.ToString("HH-mm-ss", CultureInfo.InvariantCulture)));
    }

    /// <summary>Opens an existing run.</summary>
    /// <exception cref="CheckpointException">The folder is no run.</exception>
    public static RunFolder Open(string path)
    {
        var run = path.Length == 0 ? null : new RunFolder(System.IO.Path.GetFullPath(path));
        return run is not null && File.Exists(run.ConfigFile)
            ? run
            : throw new CheckpointException(
                $"'{path}' is no run folder: it lacks config/{ConfigName}; give the folder of a run, such as runs/2026-01-31/12-00-00.");
    }

    /// <summary>The run that started last, or null when there is none.</summary>
    public static RunFolder? Latest(string root) => !Directory.Exists(root) ? null : Directory.GetDirectories(root)
        .SelectMany(Directory.GetDirectories)
        .Where(path => !System.IO.Path.GetFileName(path).StartsWith('.') && File.Exists(System.IO.Path.Combine(path, "config", ConfigName)))
        .OrderBy(path => System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path)), StringComparer.Ordinal)
        .ThenBy(path => SecondAndNumber(System.IO.Path.GetFileName(path)))
        .Select(path => new RunFolder(path))
        .LastOrDefault();

    /// <summary><c>12-00-00-10</c> comes behind <c>12-00-00-2</c>.</summary>
    private static (string Second, int Number) SecondAndNumber(string name) =>
        name.Split('-') is [var hours, var minutes, var seconds, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out int value)
            ? ($"{hours}-{minutes}-{seconds}", value)
            : (name, 1);

    /// <summary>Makes another configuration the run's own; the one before stays beside it as <c>config.1.yaml</c>, <c>config.2.yaml</c>, ...</summary>
    /// <exception cref="CheckpointException">It could not be written; the configuration before is untouched.</exception>
    public void Reconfigure(ConfigMap config)
    {
        string text = YamlWriter.Write(config);
        try
        {
            if (File.ReadAllText(ConfigFile) == text)
                return;
            string fresh = ConfigFile + ".new";
            File.WriteAllText(fresh, text);
            File.Copy(ConfigFile, Enumerable.Range(1, int.MaxValue).Select(number => In("config", $"config.{number}.yaml")).First(path => !File.Exists(path)));
            File.Move(fresh, ConfigFile, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                $"The configuration of '{Path}' could not be changed ({e.Message.TrimEnd('.')}); free some space or make it writable, and resume.", e);
        }
    }

    /// <summary>Takes back a run that could not start, so that it is never taken for the latest.</summary>
    public void Remove()
    {
        Directory.Delete(Path, recursive: true);
        if (Directory.GetParent(Path) is { } day && !day.EnumerateFileSystemInfos().Any())
            day.Delete();
    }

    /// <summary>Claims the run for one training process until the result is disposed (or the process ends).</summary>
    /// <exception cref="CheckpointException">Another process trains in it, or nothing can be written to it.</exception>
    public IDisposable Lock()
    {
        try
        {
            return new FileStream(In(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == WouldBlock)
        {
            throw new CheckpointException($"Another process is training in '{Path}'; wait for it or stop it first.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                $"Nothing can be written to '{Path}' ({e.Message.TrimEnd('.')}); free some space or make it writable, or copy the run to a place that is.", e);
        }
    }

    /// <summary>The run's checkpoints.</summary>
    public CheckpointStore OpenCheckpoints(int keepLast) => new(Checkpoints, keepLast);

    // The folder is moved when it is complete: renaming fails when another run was faster, so each gets a name of its own.
    private RunFolder MoveTo(string wanted)
    {
        for (int attempt = 1; ; attempt++)
        {
            string path = attempt == 1 ? wanted : $"{wanted}-{attempt}";
            try
            {
                if (!Directory.Exists(path))
                {
                    Directory.Move(Path, path);
                    return new RunFolder(path);
                }
            }
            catch (IOException) when (Directory.Exists(path) && Directory.Exists(Path))
            {
                // Taken in the meantime: try the next name.
            }
        }
    }

    private RunMetadata ReadMetadata()
    {
        try
        {
            return JsonSerializer.Deserialize<RunMetadata>(TextGuard.ReadUtf8(In(MetadataName)), MetadataJson) ?? new RunMetadata { Command = [] };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            return new RunMetadata { Command = [] };
        }
    }

    private string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine(Path, System.IO.Path.Combine(parts));
}
