using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Reverie.Cli.Experiments;
using Reverie.Cli.Runs;
using Reverie.Cli.Sweeps;
using Reverie.Training.Clusters;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Experiments;
using Reverie.Training.Sessions;
using Reverie.Training.Sweeps;

namespace Reverie.Cli.Clusters;

/// <summary><c>reverie submit</c>: runs as arrays of jobs of a cluster.</summary>
internal static class SubmitCommand
{
    internal static Command Create()
    {
        var slurm = new Option<bool>("--slurm") { Description = "To Slurm, by sbatch." };
        var pbs = new Option<bool>("--pbs") { Description = "To PBS Pro or OpenPBS, by qsub." };
        var dry = new Option<bool>("--dry-run") { Description = "Only write the scripts." };
        var scale = new Option<string?>("--scale") { Description = "One of the experiment's scales; its first if left out." };
        var runs = TrainCommand.RunsOption();
        var words = new Argument<string[]>("words")
        {
            Description = "What to ask for (timeout_min=240 gpus_per_node=1 ...), then `train OVERRIDES`, with a=1,2,3 for several runs, `experiment NAME`, or `sweep NAME`.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("submit", "Submits runs to a cluster, as an array of jobs that go on when their time was too short.") { slurm, pbs, dry, scale, runs, words };
        var composition = new Composition(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(slurm) == result.GetValue(pbs))
                result.AddError("Say where to: --slurm or --pbs.");
        });
        command.SetAction(result => ErrorReport.Guard(() => Submit(
            composition.Host(result), result.GetValue(slurm) ? ClusterKind.Slurm : ClusterKind.Pbs, result.GetValue(words)!, result.GetValue(scale),
            result.GetValue(runs)!.FullName, result.GetValue(dry))));
        return command;
    }

    private static int Submit(RunHost host, ClusterKind kind, string[] words, string? scale, string runs, bool isDry)
    {
        int verb = Array.FindIndex(words, word => word is "train" or "experiment" or "sweep");
        if (verb < 0)
            throw new ConfigException("Say what to submit: `train OVERRIDES`, `experiment NAME` or `sweep NAME` behind the resources.");
        var wanted = ConfigLoader.Load<ClusterResources>(host.Configs.Under("submit"), words[..verb]).Options;
        string stem = host.Time.GetLocalNow().ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture);
        string folder = Directory.CreateDirectory(Path.Combine(runs, "submitted", stem)).FullName;
        string? more = null, sweep = null;
        string name = stem;
        if (words[verb] == "train")
            more = WriteExperiment(host, folder, name, words[(verb + 1)..]);
        else
            name = words.Length == verb + 2 ? words[verb + 1] : throw new ConfigException($"`{words[verb]}` takes the name of one.");
        ExperimentStore store;
        IReadOnlyList<string> command;
        if (words[verb] == "sweep")
        {
            (store, command, sweep) = RungOf(host, name, runs);
        }
        else
        {
            store = new(Experiment.Load(more is null ? host.Configs : host.Configs.Append(more), name, scale), runs);
            command =
            [
                .. OwnProgram.Command, "experiment", "cell", "--experiment", name, "--scale", store.Experiment.ScaleName,
                .. host.Plugins.SelectMany(plugin => (string[])["--plugin", plugin]),
            ];
        }
        string path = string.Join(';', new[] { EnvironmentVariables.Find(ConfigSearchPath.Variable), more }.Where(part => !string.IsNullOrEmpty(part)));
        var submission = new ClusterSubmission(kind, wanted, store, runs, command)
        {
            Variables = path.Length == 0 ? new Dictionary<string, string>() : new() { [ConfigSearchPath.Variable] = path },
        };
        var submitted = submission.Submit(folder, isDry);
        if (submitted.Count == 0)
        {
            Directory.Delete(folder, recursive: true);
            host.Reporter.Message("All of its runs are complete; there is nothing to submit.");
            return 0;
        }
        if (!isDry)
        {
            new SubmittedJob
            {
                Kind = kind,
                Ids = [.. submitted.Select(job => job.Id!)],
                Experiment = name,
                Sweep = sweep,
                Scale = store.Experiment.ScaleName,
                Runs = runs,
                SearchPath = more,
            }.Write(folder);
        }
        foreach (var (script, id) in submitted)
            host.Reporter.Message(id is null ? $"Written: {script}" : $"Submitted as {id}: {script}");
        if (!isDry)
            host.Reporter.Message($"How it goes: ./reverie jobs status {Path.GetRelativePath(Environment.CurrentDirectory, folder)}");
        return 0;
    }

    /// <summary>What is missing of a search's present rung; which settings get to the next one, only its end says.</summary>
    private static (ExperimentStore Store, IReadOnlyList<string> Command, string File) RungOf(RunHost host, string name, string runs)
    {
        var plan = SweepPlan.Load(host.Configs, name);
        SweepRun.RequireOne(plan, host);
        var progress = SweepProgress.Read(plan, runs);
        var rung = progress.Current ?? progress.Rungs[^1];
        if (plan.Budgets.Count > 1 && progress.Current is not null)
            host.Reporter.Message($"Rung {rung.Index + 1} of {plan.Budgets.Count} of '{plan.Name}'; when it is complete, submit again for the next.");
        return (new(progress.RunsOf(rung.Index), runs), SweepArguments.CellCommand(plan, host, rung.Index), plan.File);
    }

    /// <summary>An experiment whose arms are the runs of a sweep.</summary>
    /// <returns>The folder of configuration that has it.</returns>
    private static string WriteExperiment(RunHost host, string folder, string name, string[] overrides)
    {
        var sweep = Sweep.Expand(overrides, host.Configs);
        foreach (var one in sweep)
            host.Compose(one);
        string configs = Path.Combine(folder, "configs");
        Directory.CreateDirectory(Path.Combine(configs, Experiment.Folder));
        // JSON is YAML.
        File.WriteAllText(Path.Combine(configs, Experiment.Folder, name + ".yaml"), JsonSerializer.Serialize(new
        {
            question = $"reverie submit train {string.Join(' ', overrides)}",
            metric = new { name = "step" },
            seed_key = (string?)null,
            environments = new Dictionary<string, string[]> { ["all"] = [] },
            arms = sweep.Index().ToDictionary(one => string.Create(CultureInfo.InvariantCulture, $"task-{one.Index}"), one => one.Item),
            scales = new Dictionary<string, object> { ["all"] = new { seeds = (int[])[0] } },
        }));
        return configs;
    }
}
