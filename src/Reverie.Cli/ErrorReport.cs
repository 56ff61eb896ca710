using Reverie.Environments.MiniGrid;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Training;

namespace Reverie.Cli;

/// <summary>Turns what can go wrong into one sentence and an exit code; <c>REVERIE_TRACE=1</c> adds the whole trace.</summary>
internal static class ErrorReport
{
    /// <summary>The exit code of a command that Ctrl-C stopped, as shells have it.</summary>
    internal const int Interrupted = 130;

    private const string TraceVariable = "REVERIE_TRACE";
    private const int Mistake = 2;
    private const int Failure = 1;

    internal static int Guard(Func<int> body)
    {
        try
        {
            return body();
        }
        catch (Exception e)
        {
            return Report(e);
        }
    }

    internal static async Task<int> GuardAsync(Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (Exception e)
        {
            return Report(e);
        }
    }

    /// <summary>Says what went wrong.</summary>
    /// <returns>The exit code.</returns>
    internal static int Report(Exception exception, TextWriter output, bool trace)
    {
        var (sentence, exitCode) = Explain(Unwrap(exception));
        output.WriteLine(sentence);
        if (trace)
            output.WriteLine(exception);
        return exitCode;
    }

    /// <summary>What went wrong, in one sentence.</summary>
    internal static string Sentence(Exception exception) => Explain(Unwrap(exception)).Sentence;

    private static int Report(Exception exception) => Report(exception, Console.Error, Environment.GetEnvironmentVariable(TraceVariable) == "1");

    private static (string Sentence, int ExitCode) Explain(Exception exception) => exception switch
    {
        // Foreseen, plug-ins' own included.
        ReverieException foreseen => (foreseen.Message, foreseen.IsUsersMistake ? Mistake : Failure),
        // The level that cannot be built, the environment that throws: its own sentence names it.
        LevelGenerationException or EnvironmentFailedException => (exception.Message, Failure),
        // Files, folders, models, libraries that are not as they should be: whoever threw it wrote a sentence.
        TorchException or IOException or InvalidDataException or UnauthorizedAccessException => (exception.Message, Mistake),
        OperationCanceledException => ("Interrupted.", Interrupted),
        _ => ($"Unexpected {exception.GetType().Name}: {OneLine(exception.Message).TrimEnd('.')}; this is a mistake of Reverie's, set " +
            $"{TraceVariable}=1 for the whole trace.", Failure),
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Exception Unwrap(Exception e) => e is TypeInitializationException { InnerException: { } inner } ? inner : e;
}
