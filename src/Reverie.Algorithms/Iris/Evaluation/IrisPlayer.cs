using System.Globalization;
using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Export;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Onnx;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Media;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Evaluation;

/// <summary>A trained agent of IRIS: it acts, and shows what its tokenizer makes of what it sees.</summary>
public sealed class IrisPlayer : IPlayer, IOnnxExport
{
    private readonly IrisComponents _components;
    private readonly string _environment;
    private readonly IReadOnlyList<string>? _actionNames;

    /// <param name="options">The run's options.</param>
    /// <param name="checkpoint">Whose weights to take.</param>
    /// <param name="context">What it may use.</param>
    public IrisPlayer(IrisOptions options, Checkpoint checkpoint, PlayContext context)
    {
        IReadOnlyList<string>? names = null;
        using var environment = PixelWorlds.MakeOne(
            context.Worlds, options.Env.Test, "env.test", inner => names = (inner.Unwrapped as INamesActions)?.ActionNames);
        _actionNames = names;
        _environment = options.Env.Test.Id!;
        // The smallest world model stands in for the run's own, which may be a large language model and has no part in acting.
        _components = new IrisComponents(options, environment.Layout, Devices.Choose(options.Common.Device), onlyActs: true);
        IrisCheckpoint.RestoreActor(checkpoint, _components);
        _components.ActionDraws.Seed(context.Seed);
    }

    public IPolicy Policy => _components.Policy;

    public IReadOnlyList<Panel> Explain(StepBatch seen, int row)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var frame = TensorBatch.Copy(seen[IrisPolicy.Image], [seen.Count], _components.Device).Narrow(0, row, 1);
        var picture = _components.Frames.DecodeTokens(_components.Frames.EncodeTokens(frame));
        return [new Panel("reconstruction", (int)picture.Size(-2), (int)picture.Size(-1), IrisMedia.ToBytes(picture))];
    }

    public OnnxModelInfo Export(Stream output)
    {
        var agent = _components.Agent;
        var numbers = Enumerable.Range(0, (int)agent.ActorCritic.Actions).Select(action => action.ToString(CultureInfo.InvariantCulture));
        return IrisOnnx.Graph(agent, _environment, _actionNames?.Take((int)agent.ActorCritic.Actions) ?? numbers).Save(output);
    }

    public void Dispose() => _components.Dispose();
}
