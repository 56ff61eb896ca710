using System.Globalization;
using System.Text;
using Reverie.Training.Configuration;

namespace Reverie.Training.Clusters;

/// <summary>Writes the script of a job: plain shell, to be read and changed.</summary>
public static class JobScript
{
    /// <summary>For Slurm. Before the time is up the run is told to save, and the task is queued again.</summary>
    public static string Slurm(ClusterJob job, ClusterResources wanted)
    {
        var text = new StringBuilder("#!/bin/bash\n");
        void Directive(string name, object? value)
        {
            if (value is not null)
                text.Append(CultureInfo.InvariantCulture, $"#SBATCH --{name}={value}\n");
        }

        Directive("job-name", wanted.Name);
        Directive("array", string.Create(CultureInfo.InvariantCulture, $"{job.Ranges()}%{wanted.ArrayParallelism}"));
        Directive("time", wanted.TimeoutMin);
        Directive("nodes", wanted.Nodes);
        Directive("ntasks-per-node", wanted.TasksPerNode);
        Directive("cpus-per-task", wanted.CpusPerTask);
        Directive("mem", string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(wanted.MemGb * 1024)}M"));
        Directive("gpus-per-node", wanted.GpusPerNode > 0 ? wanted.GpusPerNode : null);
        Directive("partition", wanted.Partition);
        Directive("qos", wanted.Qos);
        Directive("gres", wanted.Gres);
        Directive("constraint", wanted.Constraint);
        Directive("account", wanted.Account);
        Directive("dependency", job.After is { } before ? $"afterok:{before}" : null);
        Directive("signal", string.Create(CultureInfo.InvariantCulture, $"B:USR1@{wanted.SignalDelayS}"));
        Directive("output", Path.Combine(job.Folder, "%A_%a.log"));
        text.Append("#SBATCH --requeue\n#SBATCH --open-mode=append\n");
        foreach (string more in wanted.AdditionalParameters)
            text.Append(CultureInfo.InvariantCulture, $"#SBATCH {more}\n");
        text.Append("task=$SLURM_ARRAY_TASK_ID\n");
        Prepare(text, job, wanted);
        Run(text, job);
        text.Append(CultureInfo.InvariantCulture, $$"""
            if [ -n "$stopped" ] && [ "$code" -ne 0 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt {{wanted.MaxNumTimeout}} ]; then
              echo "Out of time; queued again."
              copy_back
              scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}" && exit 0
            fi
            exit "$code"

            """);
        return text.ToString();
    }

    /// <summary>
    /// For PBS Pro and OpenPBS. They give no signal before the time is up, so a timer of the script's own does; and they do not queue a task
    /// again, so the script submits it once more.
    /// </summary>
    /// <exception cref="ConfigException">A job of PBS cannot be written so.</exception>
    public static string Pbs(ClusterJob job, ClusterResources wanted)
    {
        int seconds = (wanted.TimeoutMin * 60) - wanted.SignalDelayS;
        if (seconds <= 0)
            throw new ConfigException("signal_delay_s leaves no time to train; make it shorter than timeout_min.");
        var text = new StringBuilder("#!/bin/bash\n");
        text.Append(CultureInfo.InvariantCulture, $"#PBS -N {wanted.Name}\n");
        if ((wanted.Queue ?? wanted.Partition) is { } queue)
            text.Append(CultureInfo.InvariantCulture, $"#PBS -q {queue}\n");
        text.Append(CultureInfo.InvariantCulture, $"#PBS -l select={Select(wanted)}\n");
        text.Append(CultureInfo.InvariantCulture, $"#PBS -l walltime={wanted.TimeoutMin / 60:D2}:{wanted.TimeoutMin % 60:D2}:00\n");
        // An array of one is none to PBS.
        if (job.Tasks.Count > 1)
            text.Append(CultureInfo.InvariantCulture, $"#PBS -J 0-{job.Tasks.Count - 1}%{wanted.ArrayParallelism}\n");
        text.Append(CultureInfo.InvariantCulture, $"#PBS -j oe\n#PBS -o {job.Folder}/\n");
        if (wanted.Account is { } account)
            text.Append(CultureInfo.InvariantCulture, $"#PBS -A {account}\n");
        if (job.After is { } before)
            text.Append(CultureInfo.InvariantCulture, $"#PBS -W depend=afterok:{before}\n");
        foreach (string more in wanted.AdditionalParameters)
            text.Append(CultureInfo.InvariantCulture, $"#PBS {more}\n");
        text.Append(CultureInfo.InvariantCulture, $"tasks=({string.Join(' ', job.Tasks)})\ntask=${{REVERIE_TASK:-${{tasks[${{PBS_ARRAY_INDEX:-${{SLURM_ARRAY_TASK_ID:-0}}}}]}}}}\n");
        Prepare(text, job, wanted);
        text.Append(CultureInfo.InvariantCulture, $"( trap 'kill \"$!\"' TERM; sleep {seconds} & wait \"$!\" && kill -USR1 $$ ) &\ntimer=$!\n");
        Run(text, job);
        text.Append(CultureInfo.InvariantCulture, $$"""
            kill "$timer" 2>/dev/null
            times=${REVERIE_TIMES:-0}
            if [ -n "$stopped" ] && [ "$code" -ne 0 ] && [ "$times" -lt {{wanted.MaxNumTimeout}} ]; then
              echo "Out of time; submitted again."
              copy_back
              again={{Quote(job.Folder)}}/again-$task.sh
              grep -v '^#PBS -J' {{Quote(Path.Combine(job.Folder, "job.sh"))}} >"$again"
              qsub -v "REVERIE_TASK=$task,REVERIE_TIMES=$((times + 1))" "$again"
            fi
            exit "$code"

            """);
        return text.ToString();
    }

    private static string Select(ClusterResources wanted)
    {
        string select = string.Create(
            CultureInfo.InvariantCulture, $"{wanted.Nodes}:ncpus={wanted.CpusPerTask * wanted.TasksPerNode}:mem={Math.Ceiling(wanted.MemGb * 1024)}mb");
        if (wanted.GpusPerNode > 0)
            select += string.Create(CultureInfo.InvariantCulture, $":ngpus={wanted.GpusPerNode}");
        if (wanted.GpuMemGb is { } memory)
            select += string.Create(CultureInfo.InvariantCulture, $":gpu_mem={memory}gb");
        if (wanted.GpuCap is { } ability)
            select += $":gpu_cap={ability}";
        if (wanted.ScratchLocalGb is { } scratch)
            select += string.Create(CultureInfo.InvariantCulture, $":scratch_local={scratch}gb");
        return select;
    }

    private static void Prepare(StringBuilder text, ClusterJob job, ClusterResources wanted)
    {
        text.Append(CultureInfo.InvariantCulture, $"cd {Quote(job.WorkingFolder)} || exit 1\n");
        text.Append(CultureInfo.InvariantCulture, $"export OMP_NUM_THREADS={wanted.CpusPerTask}\n");
        foreach (var (name, value) in job.Variables)
            text.Append(CultureInfo.InvariantCulture, $"export {name}={Quote(value)}\n");
        text.Append(CultureInfo.InvariantCulture, $"runs={Quote(job.Runs)}\ncopy_back() {{ :; }}\n");
        if (wanted.ScratchLocalGb is not null)
            UseScratch(text, job);
        foreach (string line in wanted.Setup)
            text.Append(line).Append('\n');
    }

    // A signal ends the waiting before the run has saved, so it is waited for again.
    private static void Run(StringBuilder text, ClusterJob job) => text.Append(CultureInfo.InvariantCulture, $$"""
        stopped=
        trap 'stopped=1; kill -TERM "$run" 2>/dev/null' USR1 TERM
        {{Words(job.Command)}} "$task" --runs "$runs" --prepared {{Quote(job.Runs)}} &
        run=$!
        wait "$run"; code=$?
        while kill -0 "$run" 2>/dev/null; do wait "$run"; code=$?; done

        """);

    /// <summary>The node's own disk is fast; what lies there is lost with the job, so the run is copied back whatever ends it.</summary>
    private static void UseScratch(StringBuilder text, ClusterJob job)
    {
        text.Append("declare -A names\n");
        foreach (int task in job.Tasks)
            text.Append(CultureInfo.InvariantCulture, $"names[{task}]={Quote(job.Names[task])}\n");
        text.Append("""
            : "${SCRATCHDIR:?the job has no scratch folder}"
            export HF_HOME="$SCRATCHDIR/hf" TMPDIR="$SCRATCHDIR"
            home=$runs/${names[$task]}; runs=$SCRATCHDIR/runs; here=$runs/${names[$task]}
            mkdir -p "$(dirname "$here")" "$(dirname "$home")"
            [ ! -d "$home" ] || cp -a "$home" "$here"
            copy_back() {
              [ -d "$here" ] || return 0
              rm -rf "$home.new" && cp -a "$here" "$home.new" && rm -rf "$home" && mv "$home.new" "$home"
            }
            trap 'copy_back; if command -v clean_scratch >/dev/null; then clean_scratch; else rm -rf "$SCRATCHDIR/runs"; fi' EXIT

            """);
    }

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "=._/:,+-@%~".Contains(letter)) ? word : $"'{word.Replace("'", "'\\''")}'";
}
