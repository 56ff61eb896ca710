using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Reverie.Environments.Gymnasium.Codecs;
using Reverie.Environments.Registration;

namespace Reverie.Environments.Gymnasium;

/// <summary>Any environment that the user's own Python knows by a Gymnasium id, each in a process of its own.</summary>
public sealed partial class GymnasiumSource : IEnvironmentSource
{
    private static readonly string[] Interpreters = ["python3", "python"];

    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    public string Family => "Gymnasium";

    public string Summary => "any id that Gymnasium knows, such as BreakoutNoFrameskip-v4, ALE/Breakout-v5 or my_package:MyEnv-v0; needs Python with gymnasium "
        + "(and ale-py for Atari)";

    public bool Owns(string id) => OwnForm().IsMatch(id);

    public bool MayHave(string id) => AnyForm().IsMatch(id);

    public IEnvironment Make(string id, IReadOnlyDictionary<string, object?> arguments, WorkerOptions options, Action<string> log)
    {
        string python = Interpreter(id, options);
        try
        {
            var link = new WorkerLink(id, PythonValues.ToJson(arguments), python, options, line => log($"[{id}] {line}"));
            if (_said.TryAdd(link.Description, true))
                log(link.Description);
            return Build(link);
        }
        catch (WorkerException e)
        {
            string sentence = Explain(id, python, e);
            throw e.Kind is "make" or "module" or "interpreter" ? new EnvironmentUnavailableException(sentence, e) : new ArgumentException(sentence, e);
        }
    }

    private static IEnvironment Build(WorkerLink link)
    {
        try
        {
            return SpaceJson.Observations(link.Hello["observation"]!).Build(SpaceJson.Actions(link.Hello["action"]!), new Builder(link));
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private static string Explain(string id, string python, WorkerException e) => e.Kind switch
    {
        "module" => $"{id} needs Python with {e.Message.Replace(" ", " and ", StringComparison.Ordinal)}, which {python} does not have: run "
            + $"'{python} -m pip install {e.Message}', or name another interpreter by worker.python or {WorkerOptions.PythonVariable}.",
        "interpreter" => $"{id} needs Python, and {e.Message}: name another interpreter by worker.python or {WorkerOptions.PythonVariable}.",
        "make" => $"Gymnasium ({python}) cannot make '{id}': {e.Message}.",
        "space" => $"{id} does not fit: {e.Message}; wrap it in Python, or choose another environment.",
        _ => $"{id} does not start in {python}: {e.Message}.",
    };

    /// <exception cref="ArgumentException">There is none.</exception>
    private static string Interpreter(string id, WorkerOptions options)
    {
        if ((options.Python ?? Environment.GetEnvironmentVariable(WorkerOptions.PythonVariable)) is { Length: > 0 } named)
            return named;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Interpreters.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new ArgumentException(
                $"{id} needs Python with gymnasium, and there is no python3 on the PATH: install one, or name it by worker.python or {WorkerOptions.PythonVariable}.");
    }

    /// <summary>With a module or a namespace before the name, or one of Atari's.</summary>
    [GeneratedRegex(@"^[\w.]+:[\w/.-]+$|^[\w-]+/[\w.-]+$|^[A-Z]\w+(NoFrameskip|Deterministic|-ram\w*)-v\d+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnForm();

    /// <summary>Names with a version.</summary>
    [GeneratedRegex(@"^[\w.-]+-v\d+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyForm();

    private sealed class Builder(WorkerLink link) : IEnvironmentBuilder
    {
        public IEnvironment Build<TObservation, TAction>(ObservationCodec<TObservation> observations, ActionCodec<TAction> actions)
            where TObservation : notnull
            where TAction : notnull =>
            new GymnasiumEnv<TObservation, TAction>(observations, actions, link);
    }
}
