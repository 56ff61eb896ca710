using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Reverie.Cli.Tests.Clusters;

/// <summary>A Slurm of one node, this machine, with its own keys and ports; it ends with the test.</summary>
internal sealed class SlurmNode : IDisposable
{
    private const string Configuration = "SLURM_CONF";
    private readonly TemporaryFolder _folder = new();

    private SlurmNode()
    {
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    internal static string? Obstacle
    {
        get
        {
            if (Environment.UserName != "root")
                return "A Slurm of one's own needs root.";
            string[] needed = ["slurmctld", "slurmd", "munged", "sbatch", "qsub"];
            string[] missing = [.. needed.Where(program => !((string[])["/usr/sbin", "/usr/bin"]).Any(folder => File.Exists(Path.Combine(folder, program))))];
            return missing.Length == 0 ? null : $"Slurm is not installed ({string.Join(", ", missing)}); apt-get install slurm-wlm slurm-wlm-torque.";
        }
    }

    internal static SlurmNode Start()
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("There is no Slurm for Windows.");
        var node = new SlurmNode();
        string folder = node._folder.Path, host = Dns.GetHostName().Split('.')[0];
        // Under the names of sockets there may be no more than a hundred letters.
        foreach (string name in (string[])["state", "spool", "munge"])
            Directory.CreateDirectory(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string key = Path.Combine(folder, "munge/key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        File.WriteAllText(Path.Combine(folder, "slurm.conf"), $"""
            ClusterName=reverie
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={folder}/munge/socket
            CredType=cred/munge
            StateSaveLocation={folder}/state
            SlurmdSpoolDir={folder}/spool
            SlurmctldPidFile={folder}/slurmctld.pid
            SlurmdPidFile={folder}/slurmd.pid
            SlurmctldLogFile={folder}/slurmctld.log
            SlurmdLogFile={folder}/slurmd.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SchedulerType=sched/builtin
            ReturnToService=2
            MpiDefault=none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            NodeName={host} NodeAddr=127.0.0.1 CPUs={Environment.ProcessorCount} RealMemory=4096 State=UNKNOWN
            PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """);
        Environment.SetEnvironmentVariable(Configuration, Path.Combine(folder, "slurm.conf"));
        Run("munged", "--force", $"--socket={folder}/munge/socket", $"--key-file={key}", $"--pid-file={folder}/munged.pid", $"--log-file={folder}/munge/log", $"--seed-file={folder}/munge/seed");
        Run("slurmctld", "-c");
        Run("slurmd");
        node.IsUp = SpinWait.SpinUntil(() => Run("sinfo", "--noheader", "--format", "%T").Contains("idle", StringComparison.Ordinal), TimeSpan.FromMinutes(1));
        return node;
    }

    /// <summary>Whether its daemons answer; a container may forbid what they need.</summary>
    internal bool IsUp { get; private set; }

    /// <summary>Runs one of Slurm's programs.</summary>
    internal static string Run(string program, params string[] arguments)
    {
        string path = File.Exists($"/usr/sbin/{program}") ? $"/usr/sbin/{program}" : program;
        // A daemon keeps what it inherits, so the shell takes its output into a file.
        string output = Path.GetTempFileName();
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", output, path, .. arguments]))!;
        process.WaitForExit();
        string text = File.ReadAllText(output);
        File.Delete(output);
        return text;
    }

    public void Dispose()
    {
        foreach (string daemon in (string[])["slurmd", "slurmctld", "munged"])
        {
            string file = _folder.In($"{daemon}.pid");
            if (!File.Exists(file) || !int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out int id))
                continue;
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It has ended already.
            }
        }
        Environment.SetEnvironmentVariable(Configuration, null);
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
