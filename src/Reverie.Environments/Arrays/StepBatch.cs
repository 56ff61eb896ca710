namespace Reverie.Environments.Arrays;

/// <summary>
/// One step of N environments. Where an episode has ended, the observation is already the first one of the next episode, and the
/// observation behind the last action is kept beside it.
/// </summary>
public sealed class StepBatch
{
    /// <param name="layout">What flows.</param>
    /// <param name="count">N.</param>
    public StepBatch(StepLayout layout, int count)
    {
        (Layout, Count) = (layout, count);
        Observations = [.. layout.Observations.Select(spec => new ArrayRows(spec, count))];
        Final = [.. layout.Observations.Select(spec => new ArrayRows(spec, count))];
        Texts = [.. layout.Texts.Select(_ => NoWords(count))];
        FinalTexts = [.. layout.Texts.Select(_ => NoWords(count))];
        (Rewards, Terminated, Truncated, IsFirst) = (new float[count], new bool[count], new bool[count], new bool[count]);
        (Successes, Achieved) = (new bool?[count], new ulong[count]);
    }

    public StepLayout Layout { get; }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>What is seen now, one block [N, ...] for each array of the layout.</summary>
    public IReadOnlyList<ArrayRows> Observations { get; }

    /// <summary>Where an episode has ended in this step, what was seen behind its last action; elsewhere undefined.</summary>
    public IReadOnlyList<ArrayRows> Final { get; }

    /// <summary>Texts seen now, [N] for each text of the layout.</summary>
    public IReadOnlyList<string[]> Texts { get; }

    /// <summary>Texts behind the last action, where an episode has ended.</summary>
    public IReadOnlyList<string[]> FinalTexts { get; }

    /// <summary>What the last action brought, [N]; 0 at first.</summary>
    public float[] Rewards { get; }

    /// <summary>The last action ended the task: nothing of value follows. [N]</summary>
    public bool[] Terminated { get; }

    /// <summary>The episode was cut off behind the last action, [N]; its value goes on.</summary>
    public bool[] Truncated { get; }

    /// <summary>The observation is the first of an episode, [N].</summary>
    public bool[] IsFirst { get; }

    /// <summary>Where an episode has ended and the environment judges such things, whether it was a success; else null. [N]</summary>
    public bool?[] Successes { get; }

    /// <summary>Where an episode has ended in this step, what was achieved in it: a bit for each name that the environments give; else undefined. [N]</summary>
    public ulong[] Achieved { get; }

    /// <summary>The block of a name, [N, ...].</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names those that there are.</exception>
    public ArrayRows this[string name] => Observations.FirstOrDefault(rows => rows.Spec.Name == name)
        ?? throw new KeyNotFoundException($"There is no observation '{name}'; there are {string.Join(", ", Layout.Observations)}.");

    /// <summary>Whether the last action ended an episode either way.</summary>
    public bool HasEnded(int row) => Terminated[row] || Truncated[row];

    /// <summary>Where an environment writes what is seen now.</summary>
    public ObservationRow Row(int row) => new(Observations, Texts, row);

    /// <summary>Where the last observation of an episode is kept.</summary>
    public ObservationRow FinalRow(int row) => new(Final, FinalTexts, row);

    private static string[] NoWords(int count)
    {
        string[] words = new string[count];
        Array.Fill(words, "");
        return words;
    }
}
