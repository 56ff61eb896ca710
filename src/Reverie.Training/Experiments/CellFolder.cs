using System.Text.Json;
using Reverie.Training.Runs;

namespace Reverie.Training.Experiments;

/// <summary>Where a run of an experiment lies: its run folder, <c>cell.json</c>, and <c>log.txt</c> with what it said.</summary>
public sealed class CellFolder(string path)
{
    private const string RecordName = "cell.json";
    private const string LockName = ".lock";
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The run; null before there is one.</summary>
    public RunFolder? Run => RunFolder.Latest(Path);

    /// <summary>What is known of it; null before it began.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public CellRecord? Record
    {
        get
        {
            string file = In(RecordName);
            if (!File.Exists(file))
                return null;
            try
            {
                return JsonSerializer.Deserialize<CellRecord>(File.ReadAllText(file), Format);
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"'{file}' is damaged; delete the folder it lies in to make that run anew.", e);
            }
        }
    }

    public CellState State
    {
        get
        {
            var record = Record;
            if (record is { IsComplete: true, Failure: null })
                return CellState.Complete;
            if (IsClaimed)
                return CellState.Running;
            return record is null ? CellState.Waiting : record.Failure is not null ? CellState.Failed : CellState.Stopped;
        }
    }

    private bool IsClaimed
    {
        get
        {
            if (!File.Exists(In(LockName)))
                return false;
            using var claim = TryClaim();
            return claim is null;
        }
    }

    /// <summary>Claims it for this process.</summary>
    /// <returns>Null where another process works on it.</returns>
    public IDisposable? TryClaim()
    {
        Directory.CreateDirectory(Path);
        try
        {
            return new FileStream(In(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes <c>cell.json</c>; whenever the process dies, the old or the new one is there.</summary>
    public void Write(CellRecord record)
    {
        string fresh = In(RecordName + ".new");
        File.WriteAllText(fresh, JsonSerializer.Serialize(record, Format));
        File.Move(fresh, In(RecordName), overwrite: true);
    }

    internal string In(string name) => System.IO.Path.Combine(Path, name);
}
