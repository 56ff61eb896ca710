namespace Reverie.Training.Comparison;

/// <summary>One task of a bootstrap's resample.</summary>
/// <param name="Task">Which task stands here.</param>
/// <param name="Runs">Which of its runs, with repetitions.</param>
public readonly record struct DrawnTask(int Task, int[] Runs);
