using Reverie.Training.Runs;

namespace Reverie.Training.Algorithms;

/// <summary>
/// A way to learn, by the name in <c>algo.name</c>. Built-in ones and those of plug-ins are registered alike; most authors derive from
/// <see cref="Algorithm{TOptions}"/>.
/// </summary>
/// <remarks>This contract is declared stable when three algorithms and one plug-in have been written against it.</remarks>
public interface IAlgorithm
{
    /// <summary>The name in <c>algo.name</c> and in <c>run.json</c>, such as <c>iris</c>.</summary>
    string Name { get; }

    /// <summary>One line for <c>reverie algorithms</c>.</summary>
    string Summary { get; }

    /// <summary>A record with a public constructor without parameters, which the configuration is bound to.</summary>
    Type OptionsType { get; }

    /// <summary>Below the configuration folder, the one that this algorithm's runs are composed from; empty for the folder itself.</summary>
    string ConfigFolder => "";

    /// <summary>
    /// Why so many processes cannot train together with these options, as a sentence; null where they can, and then its trainers are
    /// <see cref="ISharedTrainer"/>.
    /// </summary>
    /// <param name="options">Of <see cref="OptionsType"/>.</param>
    /// <param name="processes">Two or more.</param>
    string? WhyAlone(IRunOptions options, int processes) => $"{Name} trains in one process; leave --nproc out.";

    /// <summary>Makes a trainer, new or restored from the run's newest good checkpoint.</summary>
    /// <param name="options">Of <see cref="OptionsType"/>.</param>
    /// <param name="context">Where the run lives and what it may use.</param>
    ITrainer CreateTrainer(IRunOptions options, RunContext context);

    /// <summary>Loads what plays after training; null where nothing does, as after pretraining.</summary>
    /// <param name="options">Of <see cref="OptionsType"/>.</param>
    /// <param name="checkpoint">Whose weights to take.</param>
    /// <param name="context">What it may use.</param>
    IPlayer? LoadPlayer(IRunOptions options, Checkpoint checkpoint, PlayContext context);
}
