using Reverie.Torch.Distributed;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Distributed;
using Reverie.Training.Evaluation;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Training.Sessions;

/// <summary>
/// All that can be done with a run, whatever its algorithm: train it, go on with it, evaluate it, film it, play with it. The command line,
/// the viewer, cluster jobs and tests do it through here.
/// </summary>
public sealed class RunSession
{
    private const int MostEnvironments = 25;

    private readonly RunHost _host;
    private readonly IRunOptions _options;
    private readonly ConfigMap _config;
    private readonly bool _isNew;

    private RunSession(RunHost host, IAlgorithm algorithm, RunFolder folder, IRunOptions options, ConfigMap config, bool isNew)
    {
        (_host, Algorithm, Folder, _options, _config, _isNew) = (host, algorithm, folder, options, config, isNew);
        Settings = options.Settings;
    }

    public IAlgorithm Algorithm { get; }

    public RunFolder Folder { get; }

    public RunSettings Settings { get; }

    /// <summary>Makes the folder of a new run.</summary>
    /// <param name="host"></param>
    /// <param name="algorithm">How it learns.</param>
    /// <param name="config">Its configuration, bound to the algorithm's options.</param>
    /// <param name="root">Folder of all runs.</param>
    /// <param name="command">The command line that starts it.</param>
    internal static RunSession Create(RunHost host, IAlgorithm algorithm, RunConfig config, string root, IReadOnlyList<string> command)
    {
        var labels = config.Options.Settings.Labels;
        var folder = RunFolder.Create(root, host.Time, config.Tree, new()
        {
            Command = command,
            Algorithm = algorithm.Name,
            Plugins = host.Plugins.Count > 0 ? host.Plugins : null,
            Version = typeof(RunSession).Assembly.GetName().Version?.ToString(),
            Project = config.Conceal(labels.Project),
            Entity = config.Conceal(labels.Entity),
            Name = config.Conceal(labels.Name),
            Group = config.Conceal(labels.Group),
            Tags = labels.Tags?.Select(tag => config.Conceal(tag)!).ToArray(),
            Notes = config.Conceal(labels.Notes),
        });
        return new(host, algorithm, folder, config.Options, config.Tree, isNew: true);
    }

    /// <summary>A run that exists.</summary>
    /// <param name="host"></param>
    /// <param name="algorithm">The one that <see cref="RunFolder.Algorithm"/> names.</param>
    /// <param name="folder">The run.</param>
    /// <param name="config">Its configuration, with what shall be different this time.</param>
    internal static RunSession Open(RunHost host, IAlgorithm algorithm, RunFolder folder, RunConfig config) =>
        new(host, algorithm, folder, config.Options, config.Tree, isNew: false);

    /// <summary>Trains a new run, or goes on with one that exists, until it is complete or a stop is asked for.</summary>
    /// <param name="stop">Looked at often.</param>
    /// <param name="started">Told when everything is loaded and training is about to begin.</param>
    /// <param name="team">The processes that train it together, of which this one leads; null: this one alone.</param>
    /// <returns>False when it was stopped; the state is saved.</returns>
    /// <exception cref="OperationCanceledException">It was stopped before it began; nothing is kept of a new run.</exception>
    /// <exception cref="ConfigException">It needs more memory than the machine has, or so many processes cannot train it.</exception>
    /// <exception cref="TeamException">Another process is gone; the last checkpoint stands.</exception>
    public bool Train(GracefulStop? stop = null, Action<ITrainer>? started = null, Team? team = null)
    {
        team ??= Team.Alone;
        bool isRunning = false;
        try
        {
            using var claim = Folder.Lock();
            using var trainer = Start(team, stop?.Token ?? default);
            isRunning = true;
            started?.Invoke(trainer);
            return team.Run(trainer, stop);
        }
        catch (ProcessLostException e)
        {
            // Before it began, a stop ends each process by itself.
            throw !isRunning && stop is { IsRequested: true } ? new OperationCanceledException(e.Message, e)
                : new TeamException(isRunning ? $"{e.Message} {Remains()}" : e.Message, e);
        }
    }

    /// <summary>Refuses so many processes where they cannot train it together.</summary>
    /// <exception cref="ConfigException">The algorithm, or its options, do not allow it.</exception>
    public void RequireTeam(int processes) => Team.Require(Algorithm, _options, processes);

    /// <summary>Trains a run that another process leads. Nothing is kept here.</summary>
    /// <param name="team">The processes, of which this one does not lead.</param>
    /// <param name="stop">Looked at often.</param>
    /// <returns>False when it was stopped.</returns>
    /// <exception cref="OperationCanceledException">The leader has ended, and says why.</exception>
    /// <exception cref="TeamException">The leader is gone.</exception>
    public bool Help(Team team, GracefulStop? stop = null) => Help(_host, Algorithm, _options, _config, team, stop);

    /// <inheritdoc cref="Help(Team, GracefulStop)"/>
    internal static bool Help(RunHost host, IAlgorithm algorithm, IRunOptions options, ConfigMap config, Team team, GracefulStop? stop)
    {
        string scratch = Directory.CreateTempSubdirectory("reverie-").FullName;
        try
        {
            team.Begin(YamlWriter.Write(config));
            var folder = RunFolder.Create(scratch, host.Time, config, new() { Command = [], Algorithm = algorithm.Name });
            team.ReceiveState(folder.OpenCheckpoints(1));
            using var trainer = algorithm.CreateTrainer(
                options, new(folder, host.Worlds, host.Time, host.Reporter, Resume: true, Stop: stop?.Token ?? default) { Team = team });
            team.AwaitAll();
            return team.Run(trainer, stop);
        }
        catch (ProcessLostException e)
        {
            throw e.Rank == 0
                ? new TeamException($"{e.Message} It kept the run, whose last checkpoint stands: go on with ./reverie resume.", e)
                : new OperationCanceledException(e.Message, e);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>Plays episodes with the newest checkpoint, and writes what came out to the run's logs.</summary>
    /// <param name="episodes">How many.</param>
    /// <param name="seed">Seeds environments and actions; episodes are different from those of training and of the run's own tests.</param>
    /// <param name="film">Episodes to film as well.</param>
    /// <param name="stop">Looked at after each step.</param>
    /// <returns>Null when it was stopped.</returns>
    /// <exception cref="CheckpointException">There is nothing to evaluate.</exception>
    public EvaluationReport? Evaluate(int episodes, int seed, int film = 0, GracefulStop? stop = null)
    {
        var test = Settings.Test ?? throw NothingPlays();
        ulong worldSeed = EvaluationSeed(seed);
        var checkpoint = NewestCheckpoint("evaluate; train first, or resume the run");
        using var player = Load(checkpoint, worldSeed);
        EvaluationReport report;
        using (var worlds = test.Make(_host.Worlds, Math.Min(episodes, MostEnvironments), stop?.Token ?? default))
        {
            using var progress = new ProgressPhase(_host.Reporter, _host.Time, "evaluate", "episodes", episodes);
            var played = Evaluator.Play(player.Policy, worlds, Settings.Acting, episodes, worldSeed, progress, stop);
            if (played is null)
                return null;
            report = new EvaluationReport(test.Id, checkpoint.Step, seed, played, worlds.SuccessMeaning, worlds.AchievementNames);
        }
        _host.Reporter.Message(report.Sentence(Settings.CheckpointUnit));
        if (report.Achievements is { } achievements)
            _host.Reporter.Message(achievements.ToString());
        report.Save(Folder.Logs, Settings.CheckpointUnit, isElsewhere: Before is { } own && own.Settings.Test?.Id != test.Id);
        if (film > 0)
            Shoot(player, test, report, worldSeed, film);
        return report;
    }

    /// <summary>The agent of the newest checkpoint.</summary>
    /// <param name="seed">Seeds its own draws.</param>
    /// <param name="dreams">Whether it shall dream as well.</param>
    /// <exception cref="CheckpointException">There is no checkpoint, or nothing plays after this algorithm.</exception>
    public IPlayer LoadPlayer(int seed = 0, bool dreams = false) => Settings.Test is null
        ? throw NothingPlays()
        : Load(NewestCheckpoint("play with; train first, or resume the run"), EvaluationSeed(seed), dreams);

    /// <summary>The agent of the newest checkpoint with the environment that it is evaluated in, for programs that use it.</summary>
    /// <inheritdoc cref="LoadPlayer"/>
    public TrainedAgent OpenAgent(int seed = 0, bool dreams = false) => new(_host, Settings, LoadPlayer(seed, dreams));

    /// <summary>Seeds of evaluations are far from those of training and of a run's own tests.</summary>
    public static ulong EvaluationSeed(int seed) => ((ulong)seed * 1_000_003) + 900_000_011;

    /// <summary>
    /// Makes the trainer. If that fails, a new run is taken back, so that nobody resumes it by mistake; if it succeeds, what was changed of
    /// a resumed run's configuration holds from now on.
    /// </summary>
    private ITrainer Start(Team team, CancellationToken stop)
    {
        ITrainer? trainer = null;
        try
        {
            Team.Require(Algorithm, _options, team.Size);
            if (team.Size > 1)
                team.Begin(YamlWriter.Write(_config));
            trainer = Algorithm.CreateTrainer(_options, new(Folder, _host.Worlds, _host.Time, _host.Reporter, Resume: !_isNew, Before, stop) { Team = team });
            trainer.Estimate?.RefuseTooLarge();
            if (team.Size > 1)
            {
                team.SendState((ISharedTrainer)trainer);
                team.AwaitAll();
            }
            if (!_isNew)
                Folder.Reconfigure(_config);
            return trainer;
        }
        catch
        {
            trainer?.Dispose();
            if (_isNew)
                Folder.Remove();
            throw;
        }
    }

    /// <summary>What there is to go on with when a process is lost.</summary>
    private string Remains() => Folder.OpenCheckpoints(Settings.KeepCheckpoints).LoadNewest().Checkpoint is { } newest
        ? $"All have ended; the checkpoint of {Settings.CheckpointUnit} {newest.Step} stands: go on with ./reverie resume "
            + Path.GetRelativePath(Environment.CurrentDirectory, Folder.Path)
        : "All have ended, and there is no checkpoint yet: start anew.";

    /// <summary>What held until now: the run's own configuration, without what shall be different from now on.</summary>
    private IRunOptions? Before
    {
        get
        {
            if (_isNew)
                return null;
            try
            {
                return new RunConfig(ConfigLoader.LoadFile(Algorithm.OptionsType, Folder.ConfigFile, [])).Options;
            }
            catch (ConfigException)
            {
                return null; // What the run was mended with by overrides; nothing is known of before.
            }
        }
    }

    private IPlayer Load(Checkpoint checkpoint, ulong seed, bool dreams = false) =>
        Algorithm.LoadPlayer(_options, checkpoint, new(_host.Worlds, seed, dreams)) ?? throw NothingPlays();

    private CheckpointException NothingPlays() => new($"'{Folder.Path}' is a run of {Algorithm.Name}, after which nothing plays; name a run of an agent.");

    private Checkpoint NewestCheckpoint(string purpose) => Folder.OpenCheckpoints(Settings.KeepCheckpoints)
        .RequireNewest(_host.Reporter, $"There is no good checkpoint in '{Folder.Checkpoints}' to {purpose}.");

    private void Shoot(IPlayer player, WorldChoice test, EvaluationReport report, ulong seed, int episodes)
    {
        string path = Path.Combine(Folder.MediaEpisodes, $"{EvaluationReport.FileName(Settings.CheckpointUnit, report.Step, report.Seed)}.mp4");
        try
        {
            using var world = test.Make(_host.Worlds, 1, default);
            Film.Shoot(path, player, world, Settings.Acting, episodes, seed);
            _host.Reporter.Message($"Video: {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
        }
        catch (IOException e)
        {
            _host.Reporter.Message(e.Message);
        }
    }
}
