using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Torch.Serialization;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Metrics;
using Reverie.Training.Progress;
using Reverie.Training.Runs;
using Reverie.Training.Tracking;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>
/// Lets the world model of a run read before it plays: one word a step, with nothing to see, nothing done and nothing earned (Lin et al., 2023).
/// Only the word's head and the expectation of latents learn from it. An interrupted run goes on bit for bit.
/// </summary>
internal sealed class TextTrainer : ITrainer
{
    private const int ValidationBatches = 8;

    private readonly DreamerOptions _options;
    private readonly RunContext _context;
    private readonly DreamerComponents _components;
    private readonly TokenText _text;
    private readonly CheckpointStore _checkpoints;
    private readonly IMetricsWriter _metrics;
    private readonly Func<long, double> _rate;
    private readonly IntervalMeans _means = new();
    private long _step;

    /// <param name="options">What to train, on what.</param>
    /// <param name="context">Where the run lives, and whether it goes on from the newest good checkpoint.</param>
    /// <exception cref="ConfigException">The environment says no words, or the options do not fit.</exception>
    public TextTrainer(DreamerOptions options, RunContext context)
    {
        (_options, _context) = (options, context);
        var device = Devices.Choose(options.Fabric.Device);
        TorchRuntime.ManualSeed((ulong)options.Seed);
        _text = TokenText.Read(context.Worlds, options);
        using (var environment = DreamerWorlds.Make(context.Worlds, options, 1))
            _components = new DreamerComponents(options, environment.Layout, device, DreamerWorlds.Words(context.Worlds, options), context.Stop);
        if (_components.Model.Keys.Token is not { } token || (_components.Model.Keys.DecodedVectors.All(spec => spec != token) && !HasWordLatent))
        {
            _components.Dispose();
            throw new ConfigException("Nothing would learn from text: name 'token' in algo.mlp_keys.encoder and algo.mlp_keys.decoder.");
        }
        _rate = options.Algo.WorldModel.Scheduler.Schedule(options.Text.Steps);
        _checkpoints = context.Folder.OpenCheckpoints(options.Checkpoint.KeepLast);
        if (context.Resume)
            Restore();
        _metrics = options.Metric.LogLevel == 0
            ? MetricsLog.Silent(context.Folder.Logs, _step > 0 ? _step : null)
            : Trackers.Open(context, options.Wandb.Mode, _step > 0 ? _step : null);
        string leftOut = _text.LeftOut > 0 ? $" {_text.LeftOut} words that the environment does not know were left out." : "";
        context.Reporter.Message($"Text: {_text.Train.Length} words to learn from, {_text.Validation.Length} kept aside.{leftOut}");
    }

    public RunEstimate? Estimate => null;

    /// <summary>Perplexity of the text that was kept aside, when it was last measured.</summary>
    public double? Perplexity { get; private set; }

    private bool HasWordLatent => _components.Model.Sizes.WorldModel.Rssm.Tokens > 0;

    public bool Run(GracefulStop? stop = null)
    {
        var text = _options.Text;
        using var phase = new ProgressPhase(_context.Reporter, _context.Time, "read", "steps", text.Steps);
        phase.Resume(_step);
        while (_step < text.Steps)
        {
            if (stop is { IsRequested: true })
            {
                Save();
                return false;
            }
            LearningRateSchedule.Apply(_components.Optimizers.World, _rate, _step, [_options.Algo.WorldModel.Optimizer.Lr]);
            using (new TensorScope())
            {
                foreach (var (name, value) in _components.Learner.LearnWords(Batch(_text.Train, text.BatchSize, _step)))
                    _means.Add(name, value);
            }
            _step++;
            phase.Advance(1);
            if (_step % text.LogEvery == 0 || _step == text.Steps)
                Log();
            if (_step % Math.Max(1, _options.Checkpoint.Every) == 0 || _step == text.Steps)
                Save();
        }
        _metrics.Flush();
        return true;
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _components.Dispose();
    }

    private void Log()
    {
        var values = _means.Take();
        if (_text.Validation.Length > 0)
        {
            Perplexity = Math.Exp(Enumerable.Range(0, ValidationBatches).Average(Surprise));
            values["Text/perplexity"] = Perplexity.Value;
        }
        _metrics.Scalars(_step, values);
        _context.Reporter.Message(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"step {_step} of {_options.Text.Steps}: token loss {values["Loss/token_loss"]:G4}, perplexity {Perplexity:G4}"));
    }

    private double Surprise(int index)
    {
        using var scope = new TensorScope();
        using var draws = new Generator((ulong)index, _components.Device);
        return TextPerplexity.MeanSurprise(_components.Model.WorldModel, Batch(_text.Validation, _options.Text.BatchSize, -1 - index), draws);
    }

    /// <summary>Words, and zeros for all else.</summary>
    private DreamerBatch Batch(long[] words, int batch, long step)
    {
        int length = _options.Text.SequenceLength;
        var keys = _components.Model.Keys;
        var device = _components.Device;
        var observations = keys.Encoded.ToDictionary(spec => spec.Name, spec => Tensor.Zeros(
            [length, batch, .. spec.Shape.Select(size => (long)size)], spec.Type switch
            {
                ElementType.UInt8 => ScalarType.UInt8,
                ElementType.Int64 => ScalarType.Int64,
                _ => ScalarType.Float32,
            }, device), StringComparer.Ordinal);
        observations[keys.Token!.Name] = Tensor.From(TokenText.Draw(words, batch, length, (ulong)_options.Seed, step), length, batch).To(device);
        bool[] firsts = new bool[length * batch];
        firsts.AsSpan(0, batch).Fill(true);
        var zeros = Tensor.Zeros([length, batch, 1], device: device);
        return new(
            observations, Tensor.Zeros([length, batch, DreamerModel.SizeOf(_components.Model.Actions)], device: device), zeros, zeros,
            Tensor.From(firsts, length, batch).To(device));
    }

    private void Save()
    {
        _metrics.Flush();
        _checkpoints.Save(_step,
        [
            new(DreamerCheckpoint.Weights, stream => AgentFile.Save(stream, _components.Model)),
            new("optimizer_world.safetensors", stream =>
            {
                using var scope = new TensorScope();
                StateDictFile.Save(stream, _components.Optimizers.World.StateDict().Select(pair => (pair.Key, pair.Value)));
            }),
            new("state/text", stream =>
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                writer.Write(_step);
                _means.Save(writer);
                writer.Write(_components.LearningDraws.GetState());
            }),
        ]);
    }

    private void Restore()
    {
        using var scope = new TensorScope();
        var checkpoint = _checkpoints.RequireNewest(
            _context.Reporter, $"There is no good checkpoint in '{_context.Folder.Checkpoints}' to resume from; start a new run with `reverie train`.");
        DreamerCheckpoint.LoadWeights(checkpoint, _components.Model);
        _components.Optimizers.World.LoadStateDict(StateDictFile.Load(checkpoint.PathOf("optimizer_world.safetensors")));
        using var reader = new BinaryReader(checkpoint.Open("state/text"));
        _step = reader.ReadInt64();
        _means.Restore(reader);
        _components.LearningDraws.SetState(reader.ReadBytes((int)(reader.BaseStream.Length - reader.BaseStream.Position)));
    }
}
