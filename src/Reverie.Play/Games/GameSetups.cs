using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Play.Controls;
using Reverie.Training;
using Reverie.Training.Sessions;

namespace Reverie.Play.Games;

/// <summary>Makes what games are played with.</summary>
public static class GameSetups
{
    /// <summary>The agent of a run, in the environment of its evaluations, with its world model where it has one.</summary>
    /// <param name="session">The run.</param>
    /// <param name="host">What the process knows.</param>
    /// <param name="seed">Seeds the agent and the first episode.</param>
    /// <param name="keys">A user's own keys; null for none.</param>
    /// <exception cref="ReverieException">There is no checkpoint, or nothing plays after this algorithm.</exception>
    public static GameSetup OfRun(RunSession session, RunHost host, int seed = 0, KeyChanges? keys = null)
    {
        string newest = NewestCheckpoint(session);
        var agent = session.OpenAgent(seed, dreams: true);
        try
        {
            var world = agent.MakeWorld(RunSession.EvaluationSeed(seed));
            var (names, noop) = Probe(session, host, world.Layout.Action);
            return new()
            {
                Title = Path.GetRelativePath(Environment.CurrentDirectory, session.Folder.Path),
                Environment = session.Settings.Test!.Id,
                Algorithm = session.Algorithm.Name,
                World = world,
                Agent = agent,
                Acting = session.Settings.Acting,
                Actions = names,
                Noop = noop,
                Keys = new KeyMap(world.Layout.Action, names, keys),
                Recordings = Path.Combine(session.Folder.Path, "media", "recordings"),
                Episodes = session.Folder.MediaEpisodes,
                Newer = Newer,
            };
        }
        catch
        {
            agent.Dispose();
            throw;
        }

        TrainedAgent? Newer()
        {
            string found = NewestCheckpoint(session);
            if (found == newest)
                return null;
            try
            {
                var fresh = session.OpenAgent(seed, dreams: true);
                newest = found;
                return fresh;
            }
            catch (Exception e) when (e is ReverieException or IOException or InvalidDataException or Torch.TorchException)
            {
                // The training that goes on meanwhile has put another one in its place; the next episode asks again.
                return null;
            }
        }
    }

    /// <summary>An environment that a person plays alone.</summary>
    /// <param name="id">What it is called.</param>
    /// <param name="environment">The environment; it then belongs to the game.</param>
    /// <param name="recordings">Where recordings go.</param>
    /// <param name="keys">A user's own keys; null for none.</param>
    public static GameSetup OfEnvironment(string id, IEnvironment environment, string recordings, KeyChanges? keys = null)
    {
        var world = new VectorEnvironment(_ => environment.AsArrays(), 1, name: id);
        var (names, noop) = Describe(environment, world.Layout.Action);
        return new()
        {
            Title = id,
            Environment = id,
            World = world,
            Actions = names,
            Noop = noop,
            Keys = new KeyMap(world.Layout.Action, names, keys),
            Recordings = recordings,
        };
    }

    /// <summary>The run's environments come in the wrappers of its algorithm; a bare one says what its actions are called.</summary>
    private static (IReadOnlyList<string> Names, int? Noop) Probe(RunSession session, RunHost host, ActionSpec action)
    {
        try
        {
            using var environment = host.Worlds.Environments.Make(session.Settings.Test!.Id, []);
            return Describe(environment, action);
        }
        catch (Exception e) when (e is ReverieException or ArgumentException or NotSupportedException or IOException)
        {
            return ([], null);
        }
    }

    private static (IReadOnlyList<string> Names, int? Noop) Describe(IEnvironment environment, ActionSpec action)
    {
        if (action.Kind != ActionKind.Discrete)
            return ([], null);
        int count = action.Choices[0];
        var names = (environment.Unwrapped as INamesActions)?.ActionNames ?? [];
        int? noop = (environment.Unwrapped as IHasNoop)?.NoopAction;
        return (names.Count >= count ? [.. names.Take(count)] : [], noop < count ? noop : null);
    }

    private static string NewestCheckpoint(RunSession session) => !Directory.Exists(session.Folder.Checkpoints) ? ""
        : Directory.EnumerateDirectories(session.Folder.Checkpoints).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'))
            .Max(StringComparer.Ordinal) ?? "";
}
