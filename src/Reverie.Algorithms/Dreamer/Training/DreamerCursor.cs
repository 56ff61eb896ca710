namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>How far a run has come.</summary>
public sealed class DreamerCursor
{
    /// <summary>Times that every environment was stepped.</summary>
    public long Iteration { get; set; }

    /// <summary>Gradient steps taken.</summary>
    public long GradientSteps { get; set; }

    /// <summary>Gradient steps that are due now.</summary>
    public long Owed { get; set; }

    /// <summary>The step of the policy at the last line of the log.</summary>
    public long LastLog { get; set; }

    /// <summary>The step of the policy at the last checkpoint.</summary>
    public long LastCheckpoint { get; set; }

    /// <summary>The step of the policy at the last test.</summary>
    public long LastTest { get; set; }

    /// <summary>Numbers since the last line of the log.</summary>
    public IntervalMeans Means { get; } = new();

    internal void Save(BinaryWriter writer)
    {
        foreach (long value in (long[])[Iteration, GradientSteps, Owed, LastLog, LastCheckpoint])
            writer.Write(value);
        Means.Save(writer);
        writer.Write(LastTest);
    }

    internal void Restore(BinaryReader reader)
    {
        (Iteration, GradientSteps, Owed) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        (LastLog, LastCheckpoint) = (reader.ReadInt64(), reader.ReadInt64());
        Means.Restore(reader);
        // Runs of before there were tests have none.
        LastTest = reader.BaseStream.Position < reader.BaseStream.Length ? reader.ReadInt64() : 0;
    }
}
