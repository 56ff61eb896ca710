using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Media;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Evaluation;

/// <summary>A trained agent of IRIS: it acts, and shows what its tokenizer makes of what it sees.</summary>
public sealed class IrisPlayer : IPlayer
{
    private readonly IrisComponents _components;

    /// <param name="options">The run's options.</param>
    /// <param name="checkpoint">Whose weights to take.</param>
    /// <param name="context">What it may use.</param>
    public IrisPlayer(IrisOptions options, Checkpoint checkpoint, PlayContext context)
    {
        using var environments = PixelWorlds.Make(context.Worlds, options.Env.Test, "env.test", 1);
        _components = new IrisComponents(options, environments.Layout.Action.Choices[0], Devices.Choose(options.Common.Device));
        IrisCheckpoint.RestoreWeights(checkpoint, _components);
        _components.ActionDraws.Seed(context.Seed);
    }

    public IPolicy Policy => _components.Policy;

    public IReadOnlyList<Panel> Explain(StepBatch seen, int row)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var image = seen[IrisPolicy.Image];
        var frame = TensorBatch.Copy(image, [seen.Count], _components.Device).Narrow(0, row, 1);
        byte[] pixels = IrisMedia.ToBytes(_components.Frames.DecodeTokens(_components.Frames.EncodeTokens(frame)));
        return [new Panel("reconstruction", image.Spec.Shape[1], image.Spec.Shape[2], pixels)];
    }

    public void Dispose() => _components.Dispose();
}
