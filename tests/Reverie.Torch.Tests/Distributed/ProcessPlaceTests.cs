using Reverie.Torch.Distributed;

namespace Reverie.Torch.Tests.Distributed;

public sealed class ProcessPlaceTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("RANK=0 WORLD_SIZE=1", null)]
    [InlineData("RANK=1 WORLD_SIZE=4 LOCAL_RANK=1 MASTER_ADDR=node7 MASTER_PORT=29500", "1 4 1 node7 29500")]
    [InlineData("RANK=3 WORLD_SIZE=4 MASTER_ADDR=node7 MASTER_PORT=29500", "3 4 0 node7 29500")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=2 SLURM_JOB_ID=123456 SLURM_JOB_NODELIST=a", null)] // the batch script itself
    [InlineData("SLURM_STEP_ID=0 SLURM_PROCID=1 SLURM_NTASKS=2 SLURM_LOCALID=1 SLURM_JOB_ID=123456 SLURM_STEP_NODELIST=gpu[03-05,09],login", "1 2 1 gpu03 18456")]
    [InlineData("SLURM_STEP_ID=0 SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2 SLURM_NTASKS=8 SLURM_JOB_ID=7 SLURM_STEP_NODELIST=a1,b2", "1 2 0 a1 15007")]
    [InlineData("SLURM_STEP_ID=0 SLURM_PROCID=0 SLURM_NTASKS=2 SLURM_JOB_ID=7 SLURM_JOB_NODELIST=n MASTER_ADDR=head MASTER_PORT=5", "0 2 0 head 5")]
    public void Find_Variables_SayWhoThisIs(string variables, string? expected)
    {
        var place = ProcessPlace.Find(Lookup(variables));
        Assert.Equal(expected, place is null ? null : $"{place.Rank} {place.Size} {place.LocalRank} {place.Address} {place.Port}");
    }

    [Theory]
    [InlineData("RANK=1", "WORLD_SIZE is not set")]
    [InlineData("RANK=1 WORLD_SIZE=2 MASTER_PORT=1", "MASTER_ADDR is not set")]
    [InlineData("RANK=one WORLD_SIZE=2", "RANK is 'one'")]
    [InlineData("RANK=2 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=1", "number 2 of 2")]
    [InlineData("RANK=1 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=70000", "up to 65535")]
    public void Find_WrongVariables_AreOneSentence(string variables, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => ProcessPlace.Find(Lookup(variables))).Message, StringComparison.Ordinal);

    [Fact]
    public void Variables_OfAPlace_FindItAgain()
    {
        var place = new ProcessPlace(2, 3, 1, "host", 1234);
        Assert.Equal(place, ProcessPlace.Find(name => place.Variables.GetValueOrDefault(name)));
    }

    private static Func<string, string?> Lookup(string variables)
    {
        var known = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => known.GetValueOrDefault(name);
    }
}
