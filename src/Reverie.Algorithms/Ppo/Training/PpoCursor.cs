namespace Reverie.Algorithms.Ppo.Training;

/// <summary>How far a run is.</summary>
internal sealed class PpoCursor
{
    /// <summary>Environment steps taken.</summary>
    internal long Steps { get; set; }

    /// <summary>Updates made.</summary>
    internal int Updates { get; set; }

    /// <summary>The step of the last evaluation; -1 before the first.</summary>
    internal long Evaluated { get; set; } = -1;

    /// <summary>The step of the last checkpoint.</summary>
    internal long Saved { get; set; }

    /// <summary>What the last evaluation found: share of successes, where the environment judges.</summary>
    internal double? Success { get; set; }

    /// <summary>What the last evaluation found: mean return.</summary>
    internal double? Return { get; set; }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Steps);
        writer.Write(Updates);
        writer.Write(Evaluated);
        writer.Write(Success ?? double.NaN);
        writer.Write(Return ?? double.NaN);
    }

    internal void Restore(BinaryReader reader)
    {
        (Steps, Updates, Evaluated) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt64());
        (Success, Return) = (OrNull(reader.ReadDouble()), OrNull(reader.ReadDouble()));
        Saved = Steps;
    }

    private static double? OrNull(double number) => double.IsNaN(number) ? null : number;
}
