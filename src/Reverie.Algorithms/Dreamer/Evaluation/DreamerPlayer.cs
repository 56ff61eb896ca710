using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Media;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Dreamer.Evaluation;

/// <summary>A trained agent of Dreamer: it acts, and shows what its latent state says of the pictures that it sees.</summary>
public sealed class DreamerPlayer : IPlayer, IThinks, IDreams
{
    private readonly DreamerComponents _components;
    private readonly MemorySight _memory = new();
    private readonly LatentSight _latent;

    /// <param name="options">The run's options.</param>
    /// <param name="checkpoint">Whose weights to take.</param>
    /// <param name="context">What it may use.</param>
    public DreamerPlayer(DreamerOptions options, Checkpoint checkpoint, PlayContext context)
    {
        using var environment = DreamerWorlds.Make(context.Worlds, options, 1);
        _components = new DreamerComponents(options, environment.Layout, Devices.Choose(options.Fabric.Device), DreamerWorlds.Words(context.Worlds, options));
        using var scope = new TensorScope();
        DreamerCheckpoint.LoadWeights(checkpoint, _components.Model);
        _components.ActionDraws.Seed(context.Seed);
        _latent = new(_components.Model, _components.Model.Keys.Token is null ? null : DreamerWorlds.KnownWords(context.Worlds, options), _components.Device);
    }

    public IPolicy Policy => _components.Policy;

    public string? WhyNoDream => DreamerDreamtWorld.CanDraw(_components.Model) ? null
        : "This run's world model predicts neither pictures nor numbers (algo.cnn_keys.decoder and algo.mlp_keys.decoder are empty): there is nothing to see.";

    public IReadOnlyList<Panel> Explain(StepBatch seen, int row)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var state = _components.Policy.State;
        return DreamerDreamtWorld.CanDraw(_components.Model)
            ? [DreamerDreamtWorld.Draw("reconstruction", _components.Model, new(state.Recurrent.Narrow(0, row, 1), state.Stochastic.Narrow(0, row, 1)))] : [];
    }

    public Thought Think(StepBatch seen, int row)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var state = _components.Policy.State;
        return DreamerDreamtWorld.ThoughtOf(_components.Model, new(state.Recurrent.Narrow(0, row, 1), state.Stochastic.Narrow(0, row, 1)));
    }

    public IDreamtWorld Dream(StepBatch seen, ulong seed)
    {
        using var scope = new TensorScope();
        return new DreamerDreamtWorld(_components, _latent, _components.Policy.Foresee(seen), seed);
    }

    public IReadOnlyList<Insight> LookInside(Glance at)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        _components.Policy.RemembersBefore = true;
        return [.. _latent.OfStep(_components.Policy, at), .. _memory.Of(_components.Policy.Memory, at.Row)];
    }

    public void Dispose()
    {
        _latent.Dispose();
        _components.Dispose();
    }
}
