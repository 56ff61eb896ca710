using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Algorithms;
using Reverie.Training.Environments;
using Reverie.Training.Metrics;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace TabularQ;

/// <summary>Acts, learns from each step, saves now and then; resumed, it goes on at the step after the last checkpoint, bit for bit.</summary>
public sealed class QTrainer : ITrainer
{
    private readonly QOptions _options;
    private readonly RunContext _context;
    private readonly IVectorEnvironment _environment;
    private readonly CheckpointStore _checkpoints;
    private readonly IMetricsWriter _metrics;
    private readonly QTable _table = new();
    private readonly SeededRandom _random;
    private int _step;
    private double _return;

    public QTrainer(QOptions options, RunContext context)
    {
        (_options, _context) = (options, context);
        _environment = EnvironmentFactory.MakeVector(context.Worlds, options.Env, "env", count: 1, context.Stop);
        _random = new SeededRandom((ulong)options.Seed, "exploration");
        _checkpoints = context.Folder.OpenCheckpoints(options.Checkpoint.KeepLast);
        _environment.Reset((ulong)options.Seed);
        if (context.Resume)
        {
            var checkpoint = _checkpoints.RequireNewest(context.Reporter, $"There is no good checkpoint in '{context.Folder.Checkpoints}' to resume from.");
            _table = QTable.Load(checkpoint);
            using var reader = new BinaryReader(checkpoint.Open("state"));
            (_step, _return, _random.State) = (reader.ReadInt32(), reader.ReadDouble(), RandomState.Read(reader));
            _environment.Restore(reader);
            context.Reporter.Message($"Going on after step {_step} of {options.Steps}.");
        }
        _metrics = MetricsLog.Open(context.Folder.Logs, context.Time, context.Resume ? _step : null);
    }

    public RunEstimate? Estimate => null;

    public bool Run(GracefulStop? stop = null)
    {
        using var phase = new ProgressPhase(_context.Reporter, _context.Time, "q-learning", "steps", _options.Steps);
        phase.Resume(_step);
        var action = new ActionBatch(_environment.Layout.Action, 1);
        while (_step < _options.Steps)
        {
            Step(action, phase);
            phase.Advance();
            bool stopping = stop is { IsRequested: true } && _step < _options.Steps;
            if (stopping || _step % _options.Checkpoint.Every == 0 || _step == _options.Steps)
                Save();
            if (stopping)
                return false;
        }
        return true;
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _environment.Dispose();
    }

    /// <summary>Q(s, a) += α (r + γ max Q(s', ·) - Q(s, a)); nothing is added behind a termination, and a cut-off goes on in value.</summary>
    private void Step(ActionBatch action, ProgressPhase phase)
    {
        var (now, layout) = (_environment.Current, _environment.Layout);
        double[] values = _table.Of(now.Row(0), layout);
        double epsilon = _options.Epsilon * (1 - (0.9 * _step / _options.Steps));
        int chosen = _random.NextDouble() < epsilon ? _random.NextInt(values.Length) : QPolicy.Best(values);
        action.Integers[0] = chosen;
        _environment.Step(action);
        double[] next = _table.Of(now.HasEnded(0) ? now.FinalRow(0) : now.Row(0), layout);
        double target = now.Rewards[0] + (now.Terminated[0] ? 0 : _options.Gamma * next.Max());
        values[chosen] += _options.LearningRate * (target - values[chosen]);
        _step++;
        _return += now.Rewards[0];
        if (!now.HasEnded(0))
            return;
        phase.Set("return", _return);
        _metrics.Scalars(_step, new Dictionary<string, double> { ["train/return"] = _return, ["train/epsilon"] = epsilon, ["train/states"] = _table.Count });
        _return = 0;
    }

    private void Save()
    {
        _metrics.Flush();
        _checkpoints.Save(_step, [_table.File(), new CheckpointFile("state", stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(_step);
            writer.Write(_return);
            _random.State.Write(writer);
            _environment.Save(writer);
        })]);
    }
}
