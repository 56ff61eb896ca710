using System.ComponentModel.DataAnnotations;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Runs;

namespace TabularQ;

/// <summary>What the algorithm can be told. Keys are these names in snake_case; defaults and checks stand where they belong.</summary>
public sealed record QOptions : IRunOptions
{
    public AlgoOptions Algo { get; init; } = new() { Name = QLearning.RegisteredName };

    public EnvironmentOptions Env { get; init; } = new();

    /// <summary>Environment steps of the whole run.</summary>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 20_000;

    /// <summary>Step size of the table's updates.</summary>
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 0.2;

    /// <summary>Discount.</summary>
    [Range(0.0, 1.0)]
    public double Gamma { get; init; } = 0.97;

    /// <summary>Share of random actions at the beginning; it falls to a tenth of that at the end.</summary>
    [Range(0.0, 1.0)]
    public double Epsilon { get; init; } = 0.5;

    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    public CheckpointOptions Checkpoint { get; init; } = new() { Every = 2_000 };

    public RunSettings Settings => new()
    {
        Device = "cpu",
        Seed = (ulong)Seed,
        KeepCheckpoints = Checkpoint.KeepLast,
        Test = new(Env.Id!, (worlds, count, stop) => EnvironmentFactory.MakeVector(worlds, Env, "env", count, stop)),
        Acting = new ActingOptions(Sample: false),
    };
}
