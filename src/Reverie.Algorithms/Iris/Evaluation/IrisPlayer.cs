using System.Globalization;
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
public sealed class IrisPlayer : IPlayer, IOnnxExport, IThinks, IDreams
{
    /// <summary>
    /// A run looks at every frame many times. Who watches or dreams for hours looks at each of them a few times, and must not remember them all.
    /// </summary>
    private const long FrameMemory = 1 << 20;

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
        bool isReal = options.WorldModel.Type == WorldModelKind.Dummy;
        WhyNoDream = isReal ? "This run's world model is the real environment (world_model=dummy): there is nothing to dream."
            : context.Dreams ? null : "This player was loaded without its world model.";
        // The smallest world model stands in for the run's own, which may be a large language model and has no part in acting.
        _components = new IrisComponents(
            options, environment.Layout, Devices.Choose(options.Common.Device),
            weightsFollow: WhyNoDream is null && IrisCheckpoint.IsWhole(checkpoint), onlyActs: WhyNoDream is not null, frameMemory: FrameMemory);
        IrisCheckpoint.RestoreActor(checkpoint, _components, WhyNoDream is null);
        _components.ActionDraws.Seed(context.Seed);
    }

    public IPolicy Policy => _components.Policy;

    public string? WhyNoDream { get; }

    public IReadOnlyList<Panel> Explain(StepBatch seen, int row)
    {
        using var scope = new TensorScope();
        return [IrisDreamtWorld.Draw("reconstruction", _components, Tokens(seen, row))];
    }

    public Thought Think(StepBatch seen, int row)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        return IrisDreamtWorld.ThoughtOf(_components.Agent.ActorCritic.Heads(), row, _components.Frames, Tokens(seen, row));
    }

    public IDreamtWorld Dream(StepBatch seen, ulong seed)
    {
        if (WhyNoDream is { } why)
            throw new InvalidOperationException(why);
        using var scope = new TensorScope();
        return new IrisDreamtWorld(_components, Tokens(seen, 0), seed);
    }

    public IReadOnlyList<Insight> LookInside(Glance at) => WhyNoDream is not null ? [] :
    [
        new("The world model")
        {
            Note = "In the environment the actor-critic acts by itself. In the world model, and side by side, it is shown what the world model attends to.",
        },
    ];

    public OnnxModelInfo Export(Stream output)
    {
        var agent = _components.Agent;
        var numbers = Enumerable.Range(0, (int)agent.ActorCritic.Actions).Select(action => action.ToString(CultureInfo.InvariantCulture));
        return IrisOnnx.Graph(agent, _environment, _actionNames?.Take((int)agent.ActorCritic.Actions) ?? numbers).Save(output);
    }

    public void Dispose() => _components.Dispose();

    private Tensor Tokens(StepBatch seen, int row) => IrisDreamtWorld.TokensOf(_components, seen, row);
}
