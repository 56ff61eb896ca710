using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Runs;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Circuits;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>What a run of IRIS will need, from the shapes of its networks; good to a factor of two.</summary>
internal static class IrisEstimate
{
    private const int HeadSize = 64; // of the attention of most language models

    private const long Baseline = 300L << 20; // runtime and libtorch

    /// <param name="options">The run.</param>
    /// <param name="agent">Its networks.</param>
    /// <param name="frame">A frame.</param>
    /// <param name="device">Where it trains.</param>
    internal static RunEstimate Of(IrisOptions options, Agent agent, ArraySpec frame, Device device)
    {
        options = options with { WorldModel = Shape(options.WorldModel, agent.WorldModel) };
        var training = options.Training;
        var cost = agent.Frames.Cost;
        bool caches = cost.Operations > 0, learns = options.Tokenizer.ShouldTrain && agent.Frames is ILearningTokenizer;
        double frameOperations = cost.Operations;
        double tokenOperations = TokenOperations(options, agent.Frames.VocabularySize);
        int tokens = options.WorldModel.TokensPerBlock, length = options.Common.SequenceLength;

        // Backward costs twice the forward pass. The tokenizer sees every frame of its batches anew. The world model encodes a frame, and
        // imagination decodes one and shows it to the actor, only where it was not met before. Half of a frame's work is encoding.
        double tokenizer = 3 * frameOperations * training.Tokenizer.BatchNumSamples;
        double worldModel = 3 * tokenOperations * training.WorldModel.BatchNumSamples * length * tokens;
        double dreamt = (double)training.ActorCritic.BatchNumSamples * training.ActorCritic.ImagineHorizon;
        double actorCritic = dreamt * tokens * tokenOperations;
        double fewest = (learns ? tokenizer * Steps(options, training.Tokenizer) : 0)
            + (worldModel * Steps(options, training.WorldModel))
            + (actorCritic * Steps(options, training.ActorCritic));
        double encoded = (double)training.WorldModel.BatchNumSamples * length * (frameOperations / 2);
        double burnIn = (double)training.ActorCritic.BatchNumSamples * (training.ActorCritic.BurnIn + 1.0) * frameOperations;
        double decoded = (dreamt * ((frameOperations / 2) + (3 * ActorOperations(options, agent.Frames.TokensPerFrame)))) + burnIn;
        double fresh = (encoded * Steps(options, training.WorldModel)) + (decoded * Steps(options, training.ActorCritic));

        double activations = sizeof(float) * Math.Max(
            learns ? training.Tokenizer.BatchNumSamples * cost.Activations : 0,
            Math.Max(
                training.WorldModel.BatchNumSamples * SequenceActivations(options, (long)length * tokens),
                Steps(options, training.ActorCritic) > 0 ? DreamActivations(options, agent.Frames.TokensPerFrame) : 0));
        // In floating point, which does not wrap; a sum beyond all memory is the largest number there is.
        double memory = Baseline + Weights(agent) + Experience(options, frame) + activations + (caches ? CachedFrames(options, frame) : 0)
            + Environments(options, frame, cost);
        return new(
            [.. Parts(agent).Where(part => part.Count > 0)],
            device.ToString(), (long)memory, fewest, fewest + fresh, "if frames repeat, as in grid worlds")
        {
            LearningParameters = agent.ParameterCount(trainableOnly: true),
        };
    }

    private static IEnumerable<(string Part, long Count)> Parts(Agent agent) =>
    [
        ("tokenizer", agent.Tokenizer.ParameterCount()), ("world model", agent.WorldModel.ParameterCount()), ("actor-critic", agent.ActorCritic.ParameterCount()),
    ];

    /// <summary>Bytes of the weights, and of gradients and two moments of those that learn; and of codes that follow averages or are words.</summary>
    private static double Weights(Agent agent)
    {
        double buffers = agent.Tokenizer.StateDict().Sum(entry => (double)entry.Tensor.NumElements) - agent.Tokenizer.ParameterCount();
        return sizeof(float) * (agent.ParameterCount() + (3.0 * agent.ParameterCount(trainableOnly: true)) + buffers);
    }

    /// <summary>The size of what reads the sequence, as that of a transformer which does about the same work.</summary>
    private static WorldModelOptions Shape(WorldModelOptions options, WorldModel model)
    {
        if (model is RealWorldModel)
            return options with { LayerCount = 1, EmbeddingSize = 1, HeadCount = 1 };
        var (backbone, tokens) = model switch
        {
            TokenWorldModel one => (one.Backbone, one.Options.TokensPerBlock),
            ParallelWorldModel all => (all.Backbone, all.StepTokens),
            CircuitWorldModel circuit => (circuit.Backbone, 1),
            _ => throw new ArgumentException($"Nobody knows what a {model.GetType().Name} needs.", nameof(model)),
        };
        var core = backbone is FramedBackbone framed ? framed.Core : backbone;
        int layers = core switch
        {
            LanguageCore language => language.Model.Config.LayerCount,
            CircuitBackbone circuits => circuits.Circuits.Count,
            _ => options.LayerCount,
        };
        int heads = core is Transformer ? options.HeadCount : (int)Math.Max(1, core.OutputSize / HeadSize);
        return options with { TokensPerBlock = tokens, LayerCount = layers, EmbeddingSize = (int)core.OutputSize, HeadCount = heads };
    }

    /// <summary>Bytes of the frames that are kept to learn from.</summary>
    private static double Experience(IrisOptions options, ArraySpec frame)
    {
        var collection = options.Collection.Train;
        double steps = (double)Math.Min(options.Common.Epochs, collection.StopAfterEpochs) * (collection.Config.NumSteps ?? 0);
        double limit = options.Datasets.Train.MaxRamUsage is { } text ? MemoryLimit.Parse(text).Bytes ?? MachineMemory.Total : double.PositiveInfinity;
        return Math.Min(steps * frame.ByteLength, limit);
    }

    /// <summary>Bytes of what the environments show, now, at an episode's end and as numbers, and of four layers of what the tokenizer makes of it.</summary>
    private static double Environments(IrisOptions options, ArraySpec frame, FrameCost cost)
    {
        double each = (frame.ByteLength * (2.0 + sizeof(float))) + (4 * sizeof(float) * cost.Layer);
        return each * Math.Max(options.Collection.Train.NumEnvs, options.Collection.Test.NumEnvs);
    }

    private static double Steps(IrisOptions options, ComponentTrainingOptions component)
    {
        int last = Math.Min(options.Common.Epochs, component.StopAfterEpochs ?? int.MaxValue);
        return options.Training.Should ? (double)Math.Max(0, last - component.StartAfterEpochs) * component.StepsPerEpoch * component.GradAccSteps : 0;
    }

    /// <summary>Bytes of the decoded frames that imagination keeps during an epoch where no two are alike.</summary>
    private static double CachedFrames(IrisOptions options, ArraySpec frame)
    {
        var training = options.Training.ActorCritic;
        double decoded = Steps(options, training) > 0 ? (double)training.StepsPerEpoch * training.BatchNumSamples * training.ImagineHorizon : 0;
        return Math.Min(CachedFrameTokenizer.DefaultCapacityBytes, decoded * frame.ByteLength * sizeof(float));
    }

    private static double TokenOperations(IrisOptions options, int vocabulary)
    {
        var model = options.WorldModel;
        double width = model.EmbeddingSize, context = (double)model.TokensPerBlock * options.Common.SequenceLength;
        return model.LayerCount * ((24 * width * width) + (4 * width * context)) + (2 * width * (width + vocabulary));
    }

    private static double SequenceActivations(IrisOptions options, long tokens)
    {
        var model = options.WorldModel;
        return model.LayerCount * ((20.0 * tokens * model.EmbeddingSize) + (3.0 * model.HeadCount * tokens * tokens));
    }

    /// <summary>Numbers that a batch of dreams keeps: frames that it starts from, the world model's memory, and what the actor's gradient needs.</summary>
    private static double DreamActivations(IrisOptions options, double tokensPerFrame)
    {
        var (training, model) = (options.Training.ActorCritic, options.WorldModel);
        var seen = options.ActorCritic;
        bool seesTokens = seen.Sees == ActorSight.Tokens;
        double side = seen.Resolution, frame = IrisOptions.FrameChannels * (seesTokens ? tokensPerFrame : side * side);
        double actor = seesTokens
            ? (tokensPerFrame * seen.TokenDim) + seen.FeatureDim + (8.0 * seen.LstmDim)
            : frame + (2 * side * side * (32 + (32 / 4.0) + (64 / 16.0) + (64 / 64.0)));
        double memory = 2.0 * model.LayerCount * model.TokensPerBlock * options.Common.SequenceLength * model.EmbeddingSize;
        return training.BatchNumSamples * (((training.BurnIn + 1) * frame) + (training.ImagineHorizon * actor) + memory);
    }

    private static double ActorOperations(IrisOptions options, double tokensPerFrame)
    {
        double side = options.ActorCritic.Resolution, lstm = options.ActorCritic.LstmDim, features = options.ActorCritic.FeatureDim;
        if (options.ActorCritic.Sees == ActorSight.Tokens)
            return (2 * tokensPerFrame * options.ActorCritic.TokenDim * features) + (8 * lstm * (lstm + features));
        double convolutions = 2 * 9 * side * side * ((3 * 32) + (32 * 32 / 4.0) + (32 * 64 / 16.0) + (64 * 64 / 64.0));
        return convolutions + (8 * lstm * (lstm + (side * side / 4)));
    }
}
