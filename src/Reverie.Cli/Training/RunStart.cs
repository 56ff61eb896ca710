using Reverie.Training.Configuration.Tree;
using Reverie.Training.Runs;

namespace Reverie.Cli.Training;

/// <summary>The moment at which a run turns out to be able to start, or not.</summary>
internal static class RunStart
{
    /// <summary>
    /// Makes the trainer of a run. If that fails, a new run is taken back, so that nobody resumes it by mistake; if it succeeds, what was
    /// changed of a resumed run's configuration holds from now on.
    /// </summary>
    internal static T Start<T>(RunFolder run, ConfigMap config, bool resume, Func<T> trainer)
    {
        try
        {
            var started = trainer();
            if (resume)
                run.Reconfigure(config);
            return started;
        }
        catch when (!resume)
        {
            run.Remove();
            throw;
        }
    }
}
