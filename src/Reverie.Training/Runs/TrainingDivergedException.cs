namespace Reverie.Training.Runs;

/// <summary>A loss is not a number any more; the last checkpoint is still good.</summary>
public sealed class TrainingDivergedException(string message) : ReverieException(message)
{
    public override bool IsUsersMistake => false;
}
