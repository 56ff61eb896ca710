using System.CommandLine;
using Reverie.Torch.Distributed;
using Reverie.Training.Configuration;

namespace Reverie.Cli.Runs;

/// <summary>How many processes train together: <c>--nproc</c> starts them, torchrun's or Slurm's variables name those that somebody else has started.</summary>
internal sealed class TeamArguments
{
    private const string Name = "--nproc";

    private readonly Option<int> _processes = new(Name)
    {
        Description = "Processes of this machine that train together; its cores or GPUs are divided among them.",
        DefaultValueFactory = _ => 1,
    };

    internal TeamArguments(Command command)
    {
        _processes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1024)
                result.AddError($"'{Name}' is the number of processes, from 1 to 1024.");
        });
        command.Add(_processes);
    }

    /// <summary>What this process is among them.</summary>
    /// <exception cref="ConfigException">Both say something, or the variables are wrong.</exception>
    internal TeamPlace Find(ParseResult result)
    {
        int processes = result.GetValue(_processes);
        try
        {
            var given = ProcessPlace.Find(Environment.GetEnvironmentVariable);
            if (given is not null && processes > 1)
                throw new ConfigException($"RANK and WORLD_SIZE, or Slurm, say already that this is one of {given.Size} processes; leave {Name} out.");
            return new(given, processes, WithoutProcesses(Environment.GetCommandLineArgs()[1..]));
        }
        catch (FormatException e)
        {
            throw new ConfigException(e.Message, e);
        }
    }

    /// <summary>The command line of the others.</summary>
    internal static string[] WithoutProcesses(string[] words)
    {
        int index = Array.FindIndex(words, word => word == Name || (word.StartsWith(Name, StringComparison.Ordinal) && word[Name.Length] is '=' or ':'));
        return index < 0 ? words : [.. words[..index], .. words[(index + (words[index] == Name ? 2 : 1))..]];
    }
}
