using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.WorldModels.Tokenizers;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>What a run of IRIS will need, from the shapes of its networks; good to a factor of two.</summary>
internal static class IrisEstimate
{
    private const long Baseline = 300L << 20; // runtime and libtorch

    /// <param name="options">The run.</param>
    /// <param name="agent">Its networks.</param>
    /// <param name="frame">A frame.</param>
    /// <param name="device">Where it trains.</param>
    internal static RunEstimate Of(IrisOptions options, Agent agent, ArraySpec frame, Device device)
    {
        var training = options.Training;
        double frameOperations = FrameOperations(options.Tokenizer.Encoder);
        double tokenOperations = TokenOperations(options);
        int tokens = options.WorldModel.TokensPerBlock, length = options.Common.SequenceLength;

        // Backward costs twice the forward pass. The tokenizer sees every frame of its batches anew. The world model encodes a frame, and
        // imagination decodes one and shows it to the actor, only where it was not met before. Half of a frame's work is encoding.
        double tokenizer = 3 * frameOperations * training.Tokenizer.BatchNumSamples;
        double worldModel = 3 * tokenOperations * training.WorldModel.BatchNumSamples * length * tokens;
        double dreamt = (double)training.ActorCritic.BatchNumSamples * training.ActorCritic.ImagineHorizon;
        double actorCritic = dreamt * tokens * tokenOperations;
        double fewest = (tokenizer * Steps(options, training.Tokenizer))
            + (worldModel * Steps(options, training.WorldModel))
            + (actorCritic * Steps(options, training.ActorCritic));
        double encoded = training.WorldModel.BatchNumSamples * length * (frameOperations / 2);
        double burnIn = (double)training.ActorCritic.BatchNumSamples * (training.ActorCritic.BurnIn + 1) * frameOperations;
        double decoded = (dreamt * ((frameOperations / 2) + (3 * ActorOperations(options)))) + burnIn;
        double fresh = (encoded * Steps(options, training.WorldModel)) + (decoded * Steps(options, training.ActorCritic));

        long steps = (long)Math.Min(options.Common.Epochs, options.Collection.Train.StopAfterEpochs) * (options.Collection.Train.Config.NumSteps ?? 0);
        double activations = Math.Max(
            training.Tokenizer.BatchNumSamples * FrameActivations(options.Tokenizer.Encoder),
            training.WorldModel.BatchNumSamples * SequenceActivations(options, (long)length * tokens)) * sizeof(float);
        long memory = Baseline + (agent.ParameterCount() * 4 * sizeof(float)) + (steps * frame.ByteLength) + (long)activations + (long)CachedFrames(options, frame);
        return new(
            [("tokenizer", agent.Tokenizer.ParameterCount()), ("world model", agent.WorldModel.ParameterCount()), ("actor-critic", agent.ActorCritic.ParameterCount())],
            device.ToString(), memory, fewest, fewest + fresh, "if frames repeat, as in grid worlds");
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

    /// <summary>Forward operations of encoder and decoder on one frame: 3x3 convolutions at every level.</summary>
    private static double FrameOperations(FrameCoderOptions options)
    {
        double sum = 0;
        int levels = options.ChannelMultipliers.Count;
        for (int level = 0; level < levels; level++)
        {
            double side = options.FeatureResolution >> level, channels = options.Channels * options.ChannelMultipliers[level];
            double convolution = 2 * 9 * channels * channels * side * side;
            sum += convolution * (2 * ((2 * options.ResidualBlocks) + 1) + 2);
        }
        return sum;
    }

    private static double FrameActivations(FrameCoderOptions options)
    {
        double sum = 0;
        for (int level = 0; level < options.ChannelMultipliers.Count; level++)
        {
            double side = options.FeatureResolution >> level;
            sum += options.Channels * options.ChannelMultipliers[level] * side * side * 5 * ((2 * options.ResidualBlocks) + 1);
        }
        return sum;
    }

    private static double TokenOperations(IrisOptions options)
    {
        var model = options.WorldModel;
        double width = model.EmbeddingSize, context = (double)model.TokensPerBlock * options.Common.SequenceLength;
        return model.LayerCount * ((24 * width * width) + (4 * width * context)) + (2 * width * (width + options.Tokenizer.VocabularySize));
    }

    private static double SequenceActivations(IrisOptions options, long tokens)
    {
        var model = options.WorldModel;
        return model.LayerCount * ((20.0 * tokens * model.EmbeddingSize) + (3.0 * model.HeadCount * tokens * tokens));
    }

    private static double ActorOperations(IrisOptions options)
    {
        double side = options.ActorCritic.Resolution, lstm = options.ActorCritic.LstmDim;
        double convolutions = 2 * 9 * side * side * ((3 * 32) + (32 * 32 / 4.0) + (32 * 64 / 16.0) + (64 * 64 / 64.0));
        return convolutions + (8 * lstm * (lstm + (side * side / 4)));
    }
}
