using Reverie.Environments.Arrays;

namespace Reverie.Environments.Vector;

/// <summary>Writes and reads what a step batch holds.</summary>
internal static class StepBatchState
{
    public static void Save(this StepBatch batch, BinaryWriter writer)
    {
        foreach (var rows in batch.Observations.Concat(batch.Final))
            writer.Write(rows.Bytes);
        foreach (string text in batch.Texts.Concat(batch.FinalTexts).SelectMany(texts => texts))
            writer.Write(text);
        for (int i = 0; i < batch.Count; i++)
        {
            writer.Write(batch.Rewards[i]);
            writer.Write(batch.Terminated[i]);
            writer.Write(batch.Truncated[i]);
            writer.Write(batch.IsFirst[i]);
            writer.Write(batch.Successes[i] is { } success ? success ? (sbyte)1 : (sbyte)0 : (sbyte)-1);
        }
    }

    public static void Restore(this StepBatch batch, BinaryReader reader)
    {
        foreach (var rows in batch.Observations.Concat(batch.Final))
            reader.BaseStream.ReadExactly(rows.Bytes);
        foreach (string[] texts in batch.Texts.Concat(batch.FinalTexts))
        {
            for (int i = 0; i < texts.Length; i++)
                texts[i] = reader.ReadString();
        }
        for (int i = 0; i < batch.Count; i++)
        {
            (batch.Rewards[i], batch.Terminated[i], batch.Truncated[i]) = (reader.ReadSingle(), reader.ReadBoolean(), reader.ReadBoolean());
            batch.IsFirst[i] = reader.ReadBoolean();
            sbyte success = reader.ReadSByte();
            batch.Successes[i] = success < 0 ? null : success == 1;
        }
    }
}
