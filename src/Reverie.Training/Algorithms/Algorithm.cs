using Reverie.Training.Runs;

namespace Reverie.Training.Algorithms;

/// <summary>What authors of algorithms derive from.</summary>
/// <typeparam name="TOptions">The algorithm's own options; its keys are kept verbatim.</typeparam>
/// <param name="name">The name in <c>algo.name</c>.</param>
/// <param name="summary">One line that says what it is.</param>
public abstract class Algorithm<TOptions>(string name, string summary) : IAlgorithm
    where TOptions : class, IRunOptions, new()
{
    public string Name => name;

    public string Summary => summary;

    public Type OptionsType => typeof(TOptions);

    public virtual string ConfigFolder => "";

    /// <inheritdoc cref="IAlgorithm.CreateTrainer"/>
    protected abstract ITrainer CreateTrainer(TOptions options, RunContext context);

    /// <inheritdoc cref="IAlgorithm.LoadPlayer"/>
    protected virtual IPlayer? LoadPlayer(TOptions options, Checkpoint checkpoint, PlayContext context) => null;

    /// <inheritdoc cref="IAlgorithm.WhyAlone"/>
    protected virtual string? WhyAlone(TOptions options, int processes) => $"{Name} trains in one process; leave --nproc out.";

    string? IAlgorithm.WhyAlone(IRunOptions options, int processes) => WhyAlone((TOptions)options, processes);

    ITrainer IAlgorithm.CreateTrainer(IRunOptions options, RunContext context) => CreateTrainer((TOptions)options, context);

    IPlayer? IAlgorithm.LoadPlayer(IRunOptions options, Checkpoint checkpoint, PlayContext context) => LoadPlayer((TOptions)options, checkpoint, context);
}
