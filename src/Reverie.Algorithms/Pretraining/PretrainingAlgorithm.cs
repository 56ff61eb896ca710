using Reverie.Algorithms.Pretraining.Options;
using Reverie.Training.Algorithms;

namespace Reverie.Algorithms.Pretraining;

/// <summary>Pretraining of language models, as the house knows it: it trains and resumes like any run, and nothing plays afterwards.</summary>
public sealed class PretrainingAlgorithm()
    : Algorithm<PretrainOptions>(PretrainingAlgorithm.RegisteredName, "A language model learns from text; it leaves a Hugging Face folder for world models to begin with.")
{
    /// <summary>The name in <c>run.json</c>.</summary>
    public const string RegisteredName = "pretraining";

    public override string ConfigFolder => "pretrain";

    protected override ITrainer CreateTrainer(PretrainOptions options, RunContext context) => new PretrainTrainer(options, context);
}
