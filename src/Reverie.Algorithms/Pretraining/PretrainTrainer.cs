using Reverie.Algorithms.Pretraining.Options;
using Reverie.Language.Hub;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Metrics;
using Reverie.Training.Progress;
using Reverie.Training.Runs;
using Reverie.Training.Tracking;

namespace Reverie.Algorithms.Pretraining;

/// <summary>
/// Trains a language model of any family on text, from random weights or from given ones: sequences of one length, AdamW, warm-up
/// and cosine, perplexity on text that is kept aside. An interrupted run goes on bit for bit, and a finished one leaves a
/// Hugging Face folder.
/// </summary>
public sealed class PretrainTrainer : ITrainer
{
    private readonly PretrainOptions _options;
    private readonly RunFolder _run;
    private readonly TimeProvider _time;
    private readonly IProgressReporter _reporter;
    private readonly PretrainData _data;
    private readonly PackedTokens _train;
    private readonly PackedTokens? _validation;
    private readonly PretrainOptimizer _optimizer;
    private readonly SampleWriter _samples;
    private readonly CheckpointStore _checkpoints;
    private readonly IMetricsWriter _metrics;
    private readonly int[] _batch;

    /// <param name="options">What to train.</param>
    /// <param name="context">Where the run lives, and whether it goes on from the newest good checkpoint.</param>
    /// <exception cref="ConfigException">The options do not fit each other or the text.</exception>
    /// <exception cref="CheckpointException">There is nothing to resume from.</exception>
    /// <exception cref="HubException">A model cannot be had.</exception>
    public PretrainTrainer(PretrainOptions options, RunContext context)
    {
        (_options, _run, _time, _reporter) = (options, context.Folder, context.Time, context.Reporter);
        var device = Devices.Choose(options.Common.Device);
        if (options.Training.Bf16 && !device.IsCpu)
            throw new ConfigException("training.bf16 works on the CPU only; leave it out, or add common.device=cpu.");
        TorchRuntime.KeepLargeBuffersMapped();
        string dataFolder = Path.Combine(_run.Path, "data");
        _checkpoints = _run.OpenCheckpoints(options.Checkpoint.KeepLast);
        var checkpoint = context.Resume ? NewestCheckpoint() : null;
        if (checkpoint is not null)
        {
            _data = PretrainData.Load(dataFolder);
            Model = PretrainCheckpoint.LoadModel(checkpoint);
        }
        else
        {
            using var hub = new ModelHub();
            string? from = options.Model.From is { } name ? UserText.Use("model.from", () => hub.GetModelAsync(name).GetAwaiter().GetResult()) : null;
            _data = PretrainData.Prepare(options, from, hub, _reporter);
            Model = PretrainModel.Create(options, from, _data);
            _data.Save(dataFolder);
        }
        Model.To(device);
        Model.Backbone.GradientCheckpointing = options.Model.GradientCheckpointing;
        _optimizer = new PretrainOptimizer(Model, options.Training);
        if (checkpoint is not null)
        {
            PretrainCheckpoint.LoadMoments(checkpoint, _optimizer.Optimizer);
            Step = (int)checkpoint.Step;
            _reporter.Message($"Going on after step {Step} of {options.Training.Steps}.");
            AnnounceChanges((context.Before as PretrainOptions)?.Training);
        }
        int length = options.Data.SequenceLength;
        _train = new PackedTokens(_data.TrainTokens, length, (ulong)options.Common.Seed);
        _validation = _data.ValidationTokens.Length > length ? new PackedTokens(_data.ValidationTokens, length, 0) : null;
        _batch = new int[options.Training.BatchSize * (length + 1)];
        _samples = new SampleWriter(options.Samples, _data, options.Common.Seed, Path.Combine(_run.Logs, "samples"));
        _metrics = Trackers.Open(context, options.Wandb.Mode, context.Resume ? Step : null);
        Estimate = PretrainEstimate.Of(options, Model, device);
    }

    public RunEstimate? Estimate { get; }

    /// <summary>The model in its present state.</summary>
    public LanguageModel Model { get; }

    /// <summary>The text and its tokenizer.</summary>
    public PretrainData Data => _data;

    /// <summary>Steps taken.</summary>
    public int Step { get; private set; }

    /// <summary>The latest loss on the validation text, in nats a token; NaN before the first, or without such text.</summary>
    public double ValidationLoss { get; private set; } = double.NaN;

    /// <summary>Trains to the last step, or until a stop is asked for; either way the state is saved. A complete run leaves the model as a folder.</summary>
    /// <returns>True when the run is complete, false when it was stopped.</returns>
    public bool Run(GracefulStop? stop = null)
    {
        var training = _options.Training;
        long tokensPerStep = (long)training.BatchSize * training.GradAccSteps * _train.Length;
        _reporter.Message(
            $"{Model.Config.ModelType}: {training.Steps:N0} steps of {tokensPerStep:N0} tokens, " +
            $"{(double)training.Steps * tokensPerStep / _data.TrainTokens.Length:F1} passes over the text.");
        using var phase = new ProgressPhase(_reporter, _time, "pretrain", "steps", training.Steps);
        phase.Resume(Step);
        while (Step < training.Steps)
        {
            long started = _time.GetTimestamp();
            var values = TrainStep();
            Step++;
            values["tokens_per_second"] = tokensPerStep / Math.Max(1e-9, _time.GetElapsedTime(started).TotalSeconds);
            phase.Set("loss", values["train/loss"]);
            phase.Set("tokens/s", values["tokens_per_second"]);
            if (Step % training.LogEvery == 0 || Step == training.Steps)
                _metrics.Scalars(Step, values);
            if (Step % _options.Validation.Every == 0 || Step == training.Steps)
                Validate(phase);
            phase.Advance();
            bool stopping = stop is { IsRequested: true };
            if (stopping || Step % _options.Checkpoint.Every == 0 || Step == training.Steps)
                Save();
            if (stopping && Step < training.Steps)
                return false;
        }
        _reporter.Message($"The model is in {Export()}{(_options.Output.Name is { } name ? $"; its name is {name}" : "")}.");
        return true;
    }

    /// <summary>Writes the model as a Hugging Face folder to where <c>output.name</c> says.</summary>
    /// <returns>The folder.</returns>
    public string Export()
    {
        string folder = _options.Output.Name switch
        {
            null => Path.Combine(_run.Path, "model"),
            { } name when OwnModels.IsName(name) => OwnModels.Default().PathOf(name),
            { } path => path,
        };
        using var scope = new TensorScope();
        ModelFolder.Write(Model, _data.Tokenizer, _data.EndOfText, folder);
        return Path.GetFullPath(folder);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _optimizer.Dispose();
        Model.Dispose();
    }

    /// <summary>The cosine is laid over the new total, also behind a part that was trained under the old one.</summary>
    private void AnnounceChanges(OptimizationOptions? before)
    {
        var now = _options.Training;
        if (before is null || Step == 0 || Step >= now.Steps)
            return;
        (string, IFormattable, IFormattable)[] options =
        [
            ("training.steps", before.Steps, now.Steps), ("training.warmup_steps", before.WarmupSteps, now.WarmupSteps),
            ("training.learning_rate", before.LearningRate, now.LearningRate),
            ("training.final_learning_rate_ratio", before.FinalLearningRateRatio, now.FinalLearningRateRatio),
            ("training.grad_acc_steps", before.GradAccSteps, now.GradAccSteps), ("training.batch_size", before.BatchSize, now.BatchSize),
        ];
        string? line = RateChange.Sentence(
            Step, "step", options, PretrainOptimizer.RateOf(before, Step - 1), PretrainOptimizer.RateOf(before, Step), PretrainOptimizer.RateOf(now, Step));
        if (line is not null)
            _reporter.Message(line);
    }

    private Dictionary<string, double> TrainStep()
    {
        var training = _options.Training;
        double loss = 0;
        Model.Train();
        _optimizer.Optimizer.ZeroGrad();
        for (int pass = 0; pass < training.GradAccSteps; pass++)
        {
            using var scope = new TensorScope();
            _train.Fill((((long)Step * training.GradAccSteps) + pass) * training.BatchSize, _batch);
            Tensor part;
            using (new Autocast(ScalarType.BFloat16, training.Bf16))
                part = Perplexity.Loss(Model, _batch, _train.Length) / training.GradAccSteps;
            part.Backward();
            loss += part.Item();
        }
        if (!double.IsFinite(loss))
            throw Diverged($"The loss is {loss}.");
        double norm;
        try
        {
            norm = _optimizer.Step(Step);
        }
        catch (NonFiniteGradientException e)
        {
            throw Diverged(e.Message);
        }
        return new() { ["train/loss"] = loss, ["train/grad_norm"] = norm, ["train/learning_rate"] = _optimizer.LearningRate };
    }

    private TrainingDivergedException Diverged(string what) => new(
        $"Step {Step + 1}: {what} Lower training.learning_rate and start again, or resume from the last checkpoint.");

    private void Validate(ProgressPhase phase)
    {
        Model.Eval();
        if (_validation is not null)
        {
            ValidationLoss = Perplexity.MeanLoss(Model, _validation, _options.Validation.Sequences, _options.Training.BatchSize);
            phase.Set("perplexity", Math.Exp(ValidationLoss));
            _metrics.Scalars(
                Step, new Dictionary<string, double> { ["validation/loss"] = ValidationLoss, ["validation/perplexity"] = Math.Exp(ValidationLoss) });
        }
        if (_samples.Write(Model, Step) is { } sample)
            _reporter.Message($"step {Step}: perplexity {Math.Exp(ValidationLoss):F2}; it writes: {sample}");
    }

    private void Save()
    {
        _metrics.Flush();
        _checkpoints.Save(Step, PretrainCheckpoint.Files(Model, _optimizer.Optimizer));
    }

    private Checkpoint NewestCheckpoint() => _checkpoints.RequireNewest(
        _reporter, $"There is no good checkpoint in '{_run.Checkpoints}' to resume from; start a new run with `reverie pretrain`.");
}
