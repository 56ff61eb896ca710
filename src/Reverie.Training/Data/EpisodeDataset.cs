using System.Text.Json;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Training.Data;

/// <summary>
/// Episodes in the order in which they began. Ids count up and are never used twice; the oldest episodes leave when a bound is met.
/// </summary>
/// <param name="maxEpisodes">Number of episodes to keep, or null for all.</param>
/// <param name="memoryLimit">
/// Memory above which no more is kept: when it is first exceeded, the number of steps then held becomes the bound. Null for none.
/// </param>
/// <param name="samplingWeights">
/// How often samples come from each of so many equal groups of episodes, the oldest first; they need not add up to 1. Null: all episodes are
/// equally likely.
/// </param>
public sealed class EpisodeDataset(int? maxEpisodes = null, MemoryLimit? memoryLimit = null, IReadOnlyList<double>? samplingWeights = null)
{
    private const string IndexName = "index.json";
    private readonly List<Episode> _episodes = [];
    private long? _maxSteps;

    /// <summary>Number of episodes held.</summary>
    public int Count => _episodes.Count;

    /// <summary>Number of steps held.</summary>
    public long StepCount { get; private set; }

    /// <summary>Number of episodes ever added; the next id.</summary>
    public int EpisodesSeen { get; private set; }

    /// <summary>The ids held, oldest first.</summary>
    public IEnumerable<int> Ids => Enumerable.Range(FirstId, Count);

    /// <summary>The episodes held, oldest first.</summary>
    public IReadOnlyList<Episode> Episodes => _episodes;

    private int FirstId => EpisodesSeen - Count;

    /// <summary>The episode with an id.</summary>
    /// <exception cref="KeyNotFoundException">It was never added, or has left.</exception>
    public Episode this[int id] => Contains(id)
        ? _episodes[id - FirstId]
        : throw new KeyNotFoundException($"The dataset holds the episodes {FirstId} to {EpisodesSeen - 1}, not {id}.");

    /// <summary>Whether an episode is held.</summary>
    public bool Contains(int id) => id >= FirstId && id < EpisodesSeen;

    /// <summary>Adds an episode and returns its id.</summary>
    public int Add(Episode episode)
    {
        if (_episodes.Count > 0 && !_episodes[0].Fits(episode.Layout))
            throw new ArgumentException($"The dataset holds {_episodes[0].Layout}, not {episode.Layout}.", nameof(episode));
        _episodes.Add(episode);
        StepCount += episode.Length;
        EpisodesSeen++;
        DropOldest();
        return EpisodesSeen - 1;
    }

    /// <summary>Adds steps to an open episode.</summary>
    /// <returns>The episode with them.</returns>
    /// <exception cref="KeyNotFoundException">The episode is not held.</exception>
    public Episode Extend(int id, Episode next)
    {
        var old = this[id];
        var extended = old.Extend(next);
        _episodes[id - FirstId] = extended;
        StepCount += extended.Length - old.Length;
        DropOldest();
        return extended;
    }

    /// <summary>Marks an open episode as cut off behind its last step.</summary>
    /// <exception cref="KeyNotFoundException">The episode is not held.</exception>
    public void Cut(int id) => _episodes[id - FirstId] = this[id].Cut();

    /// <summary>Forgets all episodes; ids keep counting.</summary>
    public void Clear()
    {
        _episodes.Clear();
        StepCount = 0;
    }

    /// <summary>
    /// Fills a batch: episodes are drawn with replacement, whatever their length, then one position in each. First all episodes are drawn,
    /// then the positions.
    /// </summary>
    /// <param name="random">Draws.</param>
    /// <param name="from">What of a segment is drawn.</param>
    /// <param name="batch">Where to.</param>
    /// <param name="ignoreLastOfIncomplete">So many steps at the end of an episode that is not over are left out: what they led to is not known yet.</param>
    /// <exception cref="InvalidOperationException">There is nothing to draw from; see <see cref="CanSample"/>.</exception>
    public void Sample(IRandomSource random, SampleFrom from, SegmentBatch batch, int ignoreLastOfIncomplete = 0)
    {
        if (!CanSample(ignoreLastOfIncomplete))
            throw new InvalidOperationException("There is no episode to sample from yet; collect before training.");
        for (int row = 0; row < batch.Count; row++)
            batch.Segments[row] = new SegmentReference(FirstId + DrawEpisode(random), 0, 0);
        for (int row = 0; row < batch.Count; row++)
        {
            int id = batch.Segments[row].EpisodeId;
            // Nothing of it is left: the one before it that has something.
            while (Drawable(id, ignoreLastOfIncomplete) == 0)
                id = id > FirstId ? id - 1 : EpisodesSeen - 1;
            int draw = random.NextInt(Drawable(id, ignoreLastOfIncomplete));
            int start = from == SampleFrom.Start ? draw : draw + 1 - batch.SequenceLength;
            CopySegment(new SegmentReference(id, start, start + batch.SequenceLength), batch, row);
        }
    }

    /// <summary>
    /// Replaces the first rows of a batch by segments near rewards, each reward other than 0 being equally likely: drawn by their start they hold
    /// the rewarded step anywhere, drawn by their stop they end at most so many steps before it. Where nothing was rewarded yet the batch stays.
    /// </summary>
    /// <param name="random">Draws.</param>
    /// <param name="from">What of a segment is drawn.</param>
    /// <param name="batch">Filled already.</param>
    /// <param name="rows">So many of its rows.</param>
    /// <param name="within">Distances that are drawn, at least 1.</param>
    /// <param name="ignoreLastOfIncomplete">So many steps at the end of an episode that is not over are left out.</param>
    public void SampleNearRewards(IRandomSource random, SampleFrom from, SegmentBatch batch, int rows, int within, int ignoreLastOfIncomplete = 0)
    {
        var rewarded = rows > 0 ? RewardedSteps(ignoreLastOfIncomplete) : [];
        for (int row = 0; row < rows && rewarded.Count > 0; row++)
        {
            var (id, step) = rewarded[random.NextInt(rewarded.Count)];
            int draw = step - random.NextInt(Math.Min(within, step + 1));
            int start = from == SampleFrom.Start ? draw : draw + 1 - batch.SequenceLength;
            CopySegment(new SegmentReference(id, start, start + batch.SequenceLength), batch, row);
        }
    }

    /// <summary>Whether <see cref="Sample"/> finds a step.</summary>
    public bool CanSample(int ignoreLastOfIncomplete = 0) => Ids.Any(id => Drawable(id, ignoreLastOfIncomplete) > 0);

    /// <summary>
    /// All steps once: every episode in chunks from its first step, the last chunk padded on the right. A batch holds chunks of one
    /// episode only, so the last batch of an episode may be smaller.
    /// </summary>
    public IEnumerable<SegmentBatch> Traverse(int batchSize, int chunkSize)
    {
        foreach (int id in Ids)
        {
            var episode = this[id];
            int chunks = (episode.Length + chunkSize - 1) / chunkSize;
            for (int first = 0; first < chunks; first += batchSize)
            {
                var batch = new SegmentBatch(Math.Min(batchSize, chunks - first), chunkSize, episode.Layout);
                for (int row = 0; row < batch.Count; row++)
                {
                    int start = (first + row) * chunkSize;
                    CopySegment(new SegmentReference(id, start, start + chunkSize), batch, row);
                }
                yield return batch;
            }
        }
    }

    /// <summary>The dataset as files of a checkpoint, one per episode; unchanged episodes cost nothing but a link.</summary>
    /// <param name="folder">Folder inside the checkpoint.</param>
    public IEnumerable<CheckpointFile> CheckpointFiles(string folder)
    {
        var index = new Index(FirstId, EpisodesSeen, _maxSteps);
        yield return new CheckpointFile($"{folder}/{IndexName}", stream => JsonSerializer.Serialize(stream, index));
        foreach (int id in Ids)
        {
            var episode = this[id];
            yield return new CheckpointFile(FileName(folder, id), stream => EpisodeFile.Write(episode, stream), episode.Fingerprint);
        }
    }

    /// <summary>Replaces the content by what <see cref="CheckpointFiles"/> saved.</summary>
    /// <exception cref="InvalidDataException">The files are damaged.</exception>
    public void Restore(Checkpoint checkpoint, string folder)
    {
        Clear();
        Index index;
        using (var stream = checkpoint.Open($"{folder}/{IndexName}"))
            index = JsonSerializer.Deserialize<Index>(stream) ?? throw new InvalidDataException("The dataset's index is empty.");
        for (int id = index.FirstId; id < index.EpisodesSeen; id++)
        {
            using var stream = checkpoint.Open(FileName(folder, id));
            _episodes.Add(EpisodeFile.Read(stream));
        }
        EpisodesSeen = index.EpisodesSeen;
        StepCount = _episodes.Sum(episode => (long)episode.Length);
        _maxSteps = index.MaxSteps;
    }

    private List<(int Id, int Step)> RewardedSteps(int ignoreLastOfIncomplete)
    {
        var steps = new List<(int, int)>();
        foreach (int id in Ids)
            steps.AddRange(this[id].RewardedSteps.Where(step => step < Drawable(id, ignoreLastOfIncomplete)).Select(step => (id, step)));
        return steps;
    }

    private int Drawable(int id, int ignoreLastOfIncomplete) =>
        this[id] is var episode && episode.End.IsOver ? episode.Length : Math.Max(0, episode.Length - ignoreLastOfIncomplete);

    private static string FileName(string folder, int id) => $"{folder}/{id}{EpisodeFile.Extension}";

    /// <summary>The place of an episode among those held. Groups are weighted only once each has one.</summary>
    private int DrawEpisode(IRandomSource random)
    {
        if (samplingWeights is not { } weights || Count < weights.Count)
            return random.NextInt(Count);
        double left = random.NextDouble() * weights.Sum();
        int group = 0;
        // What rounding leaves over falls to the last group that has any weight.
        for (int i = 0; i < weights.Count && left >= 0; i++)
        {
            if (weights[i] > 0)
                group = i;
            left -= weights[i];
        }
        int first = GroupStart(group), next = GroupStart(group + 1);
        return first + random.NextInt(next - first);

        int GroupStart(int i) => (int)((long)Count * i / weights.Count);
    }

    private void CopySegment(SegmentReference segment, SegmentBatch batch, int row)
    {
        this[segment.EpisodeId].CopySegment(segment.Start, segment.Stop, batch, row);
        batch.Segments[row] = segment;
    }

    private void DropOldest()
    {
        if (_maxSteps is null && memoryLimit is { IsExceeded: true })
            _maxSteps = StepCount;
        while (Count > 1 && (Count > maxEpisodes || StepCount > _maxSteps))
        {
            StepCount -= _episodes[0].Length;
            _episodes.RemoveAt(0);
        }
    }

    private sealed record Index(int FirstId, int EpisodesSeen, long? MaxSteps);
}
