namespace Reverie.Algorithms.Iris.Training;

/// <summary>How far the current epoch has come, so that an interrupted run goes on at the very next step.</summary>
public sealed class EpochCursor
{
    /// <summary>The epoch at work, from 1.</summary>
    public int Epoch { get; private set; } = 1;

    /// <summary>Its phase at work.</summary>
    public EpochPhase Phase { get; private set; }

    /// <summary>Optimizer steps that the phase has done.</summary>
    public int Step { get; set; }

    /// <summary>Sums of the phase's losses over those steps.</summary>
    public Dictionary<string, double> Sums { get; } = [];

    /// <summary>What the finished phases of this epoch will log.</summary>
    public Dictionary<string, double> Metrics { get; } = [];

    /// <summary>Share of the test episodes that succeeded when they were last played, or null before.</summary>
    public double? TestSuccess { get; set; }

    /// <summary>The phase is done.</summary>
    public void NextPhase()
    {
        Phase++;
        Step = 0;
        Sums.Clear();
    }

    /// <summary>The epoch is done and logged.</summary>
    public void NextEpoch()
    {
        Epoch++;
        Phase = EpochPhase.Collect;
        Step = 0;
        Sums.Clear();
        Metrics.Clear();
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Epoch);
        writer.Write((int)Phase);
        writer.Write(Step);
        Save(writer, Sums);
        Save(writer, Metrics);
        writer.Write(TestSuccess ?? double.NaN);
    }

    public void Restore(BinaryReader reader)
    {
        Epoch = reader.ReadInt32();
        Phase = (EpochPhase)reader.ReadInt32();
        Step = reader.ReadInt32();
        Restore(reader, Sums);
        Restore(reader, Metrics);
        TestSuccess = reader.ReadDouble() is var success && double.IsNaN(success) ? null : success;
    }

    private static void Save(BinaryWriter writer, Dictionary<string, double> values)
    {
        writer.Write(values.Count);
        foreach (var (name, value) in values)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    private static void Restore(BinaryReader reader, Dictionary<string, double> values)
    {
        values.Clear();
        for (int count = reader.ReadInt32(); count > 0; count--)
            values[reader.ReadString()] = reader.ReadDouble();
    }
}
