using System.Diagnostics;
using System.Text.RegularExpressions;
using Reverie.Training.Experiments;

namespace Reverie.Cli.Tests.Clusters;

/// <summary>Runs on a real scheduler.</summary>
public sealed partial class SubmitCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Submit_SlurmThatSignalsItsTimeout_SavesIsQueuedAgainAndEnds()
    {
        Assert.SkipWhen(SlurmNode.Obstacle is not null, SlurmNode.Obstacle ?? "");
        using var slurm = SlurmNode.Start();
        Assert.SkipUnless(slurm.IsUp, "Slurm is installed, but its daemons do not come up on this machine.");
        var (exit, output, error) = await ReverieProcess.RunAsync(
            _folder.Path, "submit", "--slurm", "timeout_min=20", "mem_gb=1", "array_parallelism=1", "train", "exp=ppo_cartpole", "common.steps=30000",
            "common.device=cpu", "checkpoint.every=512", "evaluation.should=false", "wandb.mode=offline", "common.seed=0,1");
        Assert.True(exit == 0, output + error);
        string job = Id().Match(output).Groups["id"].Value;
        var first = Cell("task-0");
        Assert.True(SpinWait.SpinUntil(() => Checkpoints(first) > 0, Patience), Log());

        // What Slurm does so many seconds before the time is up.
        SlurmNode.Run("scancel", "--batch", "--signal=USR1", $"{job}_0");

        Assert.True(SpinWait.SpinUntil(() => Log().Contains("Out of time; queued again.", StringComparison.Ordinal), Patience), Log());
        Assert.False(first.Record!.IsComplete);
        var second = Cell("task-1");
        for (var clock = Stopwatch.StartNew(); !(first.Record is { IsComplete: true } && second.Record is { IsComplete: true });)
        {
            Assert.True(clock.Elapsed < Patience, Log());
            // Slurm lets what is queued again wait for two minutes, which begin when it has taken the job back.
            SlurmNode.Run("scontrol", "update", $"jobid={job}_0", "starttime=now");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        Assert.Equal(2, first.Record!.Sessions.Count);
        Assert.Single(second.Record!.Sessions);
        var status = await ReverieProcess.RunAsync(_folder.Path, "jobs", "status");
        Assert.Equal(2, status.Output.Split('\n').Count(line => line.Contains("\tcomplete\t30", StringComparison.Ordinal)));
        await CancelOneOfPbsAsync();
    }

    [Theory]
    [InlineData("--slurm", "#SBATCH --time=240", "#SBATCH --array=0-2%256", "#SBATCH --gpus-per-node=2", "#SBATCH --signal=B:USR1@120")]
    [InlineData("--pbs", "#PBS -l walltime=04:00:00", "#PBS -J 0-2%256", "#PBS -l select=1:ncpus=1:mem=4096mb:ngpus=2", "sleep 14280")]
    public async Task Submit_DryRun_WritesWhatWasAskedFor(string kind, params string[] lines)
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(
            _folder.Path, "submit", kind, "--dry-run", "timeout_min=240", "gpus_per_node=2", "train", "exp=ppo_cartpole", "common.seed=0,1,2");
        Assert.True(exit == 0, output + error);
        string script = File.ReadAllText(Directory.GetFiles(_folder.Path, "job.sh", SearchOption.AllDirectories).Single());
        Assert.All(lines, line => Assert.Contains(line + "\n", script.Replace(" & wait", "\n", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Submit_DryRunOfASweep_WritesItsPresentRung()
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, "submit", "--slurm", "--dry-run", "sweep", "ppo_empty_rate");
        Assert.True(exit == 0, output + error);
        Assert.Contains("Rung 1 of 3 of 'ppo_empty_rate'; when it is complete, submit again for the next.", output, StringComparison.Ordinal);
        string script = File.ReadAllText(Directory.GetFiles(_folder.Path, "job.sh", SearchOption.AllDirectories).Single());
        // Eight settings with two seeds.
        Assert.Contains("#SBATCH --array=0-15%256\n", script, StringComparison.Ordinal);
        Assert.Matches("sweep.* .*cell.* .*--sweep.* .*ppo_empty_rate.* .*--rung.* .*0.* \"\\$task\" --runs", script);
    }

    [Theory]
    [InlineData("'gpus_per_nod'", "--slurm", "gpus_per_nod=1", "train", "exp=ppo_cartpole")]
    [InlineData("--slurm or --pbs", "train", "exp=ppo_cartpole")]
    [InlineData("'common.sed'", "--slurm", "train", "exp=ppo_cartpole", "common.sed=1")]
    [InlineData("train OVERRIDES", "--slurm", "timeout_min=3")]
    public async Task Submit_Mistake_IsSaidBeforeAnythingIsSubmitted(string sentence, params string[] arguments)
    {
        var (exit, _, error) = await ReverieProcess.RunAsync(_folder.Path, ["submit", .. arguments]);
        Assert.Equal(2, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>PBS's commands, which Slurm has, too: submit, ask, take back.</summary>
    private async Task CancelOneOfPbsAsync()
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(
            _folder.Path, "submit", "--pbs", "--runs", "pbs", "mem_gb=1", "train", "exp=ppo_cartpole", "common.steps=1000000", "evaluation.should=false");
        Assert.True(exit == 0, output + error);
        string job = Id().Match(output).Groups["id"].Value;
        var status = await ReverieProcess.RunAsync(_folder.Path, "jobs", "status", "--runs", "pbs");
        Assert.Contains(job, status.Output, StringComparison.Ordinal);
        var cancelled = await ReverieProcess.RunAsync(_folder.Path, "jobs", "cancel", "--runs", "pbs");
        Assert.Equal($"Cancelled: {job}\n", cancelled.Output);
        // What is left of it may be completing for a while.
        Assert.True(SpinWait.SpinUntil(() => SlurmNode.Run("squeue", "--noheader", "--states=pending,running").Length == 0, Patience));
    }

    private CellFolder Cell(string task) => new(Path.Combine(
        Directory.GetDirectories(_folder.In("runs/submitted")).Select(Path.GetFileName).Select(name => _folder.In($"runs/experiments/{name}/all")).Single(),
        task, "all", "seed-0"));

    private static int Checkpoints(CellFolder cell) => Directory.Exists(cell.Path) ? Directory.GetDirectories(cell.Path, "*-step-*", SearchOption.AllDirectories).Length : 0;

    private string Log() => string.Concat(Directory.GetFiles(_folder.In("runs/submitted"), "*.log", SearchOption.AllDirectories).Select(File.ReadAllText));

    [GeneratedRegex(@"Submitted as (?<id>[^:]+):")]
    private static partial Regex Id();
}
