using Reverie.Environments.Registration;

namespace Reverie.Environments.Conformance;

/// <summary>Answers trajectory requests, one line of JSON for each.</summary>
public static class TraceRunner
{
    /// <param name="requests">Lines that <see cref="TrajectoryRequest.Parse"/> reads.</param>
    /// <param name="output">Where the records go.</param>
    /// <param name="registry">Where ids are looked up.</param>
    /// <exception cref="FormatException">A request cannot be carried out; the message names its line.</exception>
    public static void Run(IEnumerable<string> requests, TextWriter output, EnvironmentRegistry registry)
    {
        int line = 0;
        foreach (string text in requests)
        {
            line++;
            try
            {
                var request = TrajectoryRequest.Parse(text);
                output.WriteLine(TrajectoryRecorder.Record(registry.Make(request.Id), request));
            }
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
            {
                throw new FormatException($"Request {line}: {e.Message}", e);
            }
        }
        output.Flush();
    }
}
