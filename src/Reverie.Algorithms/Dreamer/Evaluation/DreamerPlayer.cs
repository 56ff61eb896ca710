using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Media;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Dreamer.Evaluation;

/// <summary>A trained agent of Dreamer: it acts, and shows what its latent state says of the pictures that it sees.</summary>
public sealed class DreamerPlayer : IPlayer
{
    private const double White = 255;

    private readonly DreamerComponents _components;

    /// <param name="options">The run's options.</param>
    /// <param name="checkpoint">Whose weights to take.</param>
    /// <param name="context">What it may use.</param>
    public DreamerPlayer(DreamerOptions options, Checkpoint checkpoint, PlayContext context)
    {
        using var environment = DreamerWorlds.Make(context.Worlds, options, 1);
        _components = new DreamerComponents(options, environment.Layout, Devices.Choose(options.Fabric.Device));
        using var scope = new TensorScope();
        _components.Model.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(DreamerCheckpoint.Weights)));
        _components.ActionDraws.Seed(context.Seed);
    }

    public IPolicy Policy => _components.Policy;

    public IReadOnlyList<Panel> Explain(StepBatch seen, int row)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var decoded = _components.Model.WorldModel.Decoder.Forward(_components.Policy.State.Features.Narrow(0, row, 1));
        return [.. _components.Model.Keys.DecodedImages.Where(image => image.Shape[0] == 3)
            .Select(image => new Panel("reconstruction", image.Shape[1], image.Shape[2], Bytes(decoded[image.Name])))];
    }

    public void Dispose() => _components.Dispose();

    private static byte[] Bytes(Tensor picture) => ((picture + 0.5) * White).Clamp(0, White).To(ScalarType.UInt8).ToBytes();
}
