using System.Text.Json;
using Reverie.Environments.Arrays;
using Reverie.Training.Runs;

namespace TabularQ;

/// <summary>Values of actions by a hash of the observation.</summary>
public sealed class QTable
{
    private const string FileName = "q_table.json";
    private readonly Dictionary<ulong, double[]> _values;

    private QTable(Dictionary<ulong, double[]> values) => _values = values;

    public QTable()
        : this([])
    {
    }

    /// <summary>How many observations have been met.</summary>
    public int Count => _values.Count;

    /// <summary>The values of all actions for what one environment shows.</summary>
    public double[] Of(ObservationRow seen, StepLayout layout)
    {
        ulong key = 14695981039346656037; // FNV-1a
        for (int i = 0; i < layout.Observations.Count; i++)
        {
            foreach (byte value in seen.Bytes(i))
                key = (key ^ value) * 1099511628211;
        }
        return _values.TryGetValue(key, out double[]? known) ? known : _values[key] = new double[layout.Action.Choices[0]];
    }

    public static QTable Load(Checkpoint checkpoint)
    {
        using var stream = checkpoint.Open(FileName);
        return new(JsonSerializer.Deserialize<Dictionary<ulong, double[]>>(stream) ?? []);
    }

    public CheckpointFile File() => new(FileName, stream => JsonSerializer.Serialize(stream, _values));
}
