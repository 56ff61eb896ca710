using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.Training.Iris;
using Reverie.Training.Runs;

namespace Reverie.Cli.Training;

/// <summary>Turns what can go wrong into one sentence and an exit code.</summary>
internal static class Friendly
{
    /// <summary>The exit code of a command that Ctrl-C stopped, as shells have it.</summary>
    internal const int Interrupted = 130;

    private const int Mistake = 2;
    private const int Failure = 1;

    internal static int Run(Func<int> body)
    {
        try
        {
            return body();
        }
        catch (ConfigException e)
        {
            Console.Error.WriteLine(e.Message);
            return Mistake;
        }
        catch (Exception e) when (Unwrap(e) is CheckpointException or TrainingDivergedException or TorchException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(Unwrap(e).Message);
            return Failure;
        }
    }

    private static Exception Unwrap(Exception e) => e is TypeInitializationException { InnerException: { } inner } ? inner : e;
}
