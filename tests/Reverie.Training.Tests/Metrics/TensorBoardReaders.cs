using System.Text;

namespace Reverie.Training.Tests.Metrics;

/// <summary>The series that each of TensorBoard's readers makes of a folder; they disagree on what a restart takes back.</summary>
internal sealed class TensorBoardReaders(string folder)
{
    /// <summary>The Python data provider passes over the first start of a session; every later one purges.</summary>
    public string DataProvider(string tag) => Show(Read(firstStartPurges: false, anyStartPurges: true, perTag: false), tag);

    /// <summary>The class EventAccumulator lets every start purge.</summary>
    public string Accumulator(string tag) => Show(Read(firstStartPurges: true, anyStartPurges: true, perTag: false), tag);

    /// <summary>The data server in Rust knows no starts; a step that comes again takes back the later ones of its own tag.</summary>
    public string DataServer(string tag) => Show(Read(firstStartPurges: false, anyStartPurges: false, perTag: true), tag);

    public void AssertAll(string tag, string expected)
    {
        Assert.Equal(expected, DataProvider(tag));
        Assert.Equal(expected, Accumulator(tag));
        Assert.Equal(expected, DataServer(tag));
    }

    private static string Show(Dictionary<string, List<(long Step, float Value)>> series, string tag) =>
        string.Join(' ', series.GetValueOrDefault(tag, []).Select(point => $"{point.Step}:{point.Value}"));

    private Dictionary<string, List<(long Step, float Value)>> Read(bool firstStartPurges, bool anyStartPurges, bool perTag)
    {
        var series = new Dictionary<string, List<(long Step, float Value)>>();
        bool seen = false;
        foreach (var fields in Files().SelectMany(EventFile.Records).Select(EventFile.Fields))
        {
            long step = (long)(fields[2].SingleOrDefault() ?? 0L);
            if (fields[7].Any())
            {
                if (anyStartPurges && (seen || firstStartPurges))
                {
                    foreach (var points in series.Values)
                        points.RemoveAll(point => point.Step >= step);
                }
                seen = true;
            }
            foreach (var value in fields[5].SelectMany(summary => EventFile.Fields((byte[])summary)[1]).Select(bytes => EventFile.Fields((byte[])bytes)))
            {
                string tag = Encoding.UTF8.GetString((byte[])value[1].Single());
                if (!series.TryGetValue(tag, out var points))
                    series[tag] = points = [];
                if (perTag)
                    points.RemoveAll(point => point.Step >= step);
                points.Add((step, value[2].SingleOrDefault() is float number ? number : float.NaN));
            }
        }
        return series;
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(folder).Where(path => Path.GetFileName(path).Contains("tfevents", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
