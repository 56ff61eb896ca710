using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Replay;
using Reverie.Language.Models.Mamba;
using Reverie.Language.Models.Rwkv;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Training.Algorithms;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>What a run of Dreamer will need, from the shapes of its networks; good to a factor of two.</summary>
internal static class DreamerEstimate
{
    private const long Baseline = 300L << 20; // runtime and libtorch
    private const int Copies = 4; // of each weight: itself, its gradient, two moments
    private const double ActivationsPerWidth = 12; // numbers that a layer keeps for each unit, with its gradient

    public static RunEstimate Of(DreamerOptions options, DreamerModel model, RowLayout rows, Device device)
    {
        var algo = options.Algo;
        var world = model.WorldModel;
        double observed = (double)algo.PerRankBatchSize * algo.PerRankSequenceLength, imagined = observed * (algo.Horizon + 1);
        double behaviour = model.Actor.ParameterCount() + model.Critic.ParameterCount();
        // Two operations a weight forwards, four backwards; imagined states go through everything forwards, and through actor and critic backwards.
        double perStep = observed * 6 * (Work(world.Encoder) + Work(world.Rssm) + Work(world.Decoder) + Heads(world))
            + (imagined * ((2 * (Work(world.Rssm) + Heads(world))) + (8 * behaviour)));
        double steps = Math.Max(0, algo.TotalSteps - algo.LearningStarts) * algo.ReplayRatio;
        long kept = Math.Min(options.Buffer.Size, algo.TotalSteps + (algo.TotalSteps / 8)) * rows.Size;
        double language = Language(world)?.ParameterCount() ?? 0;
        double width = model.Sizes.WorldModel.Rssm.LatentSize + (algo.MlpLayers * 4.0 * algo.DenseUnits) + Pixels(model);
        double activations = sizeof(float) * ((observed * width * ActivationsPerWidth) + (imagined * model.Sizes.WorldModel.Rssm.LatentSize * 3));
        double resting = model.ParameterCount() - model.ParameterCount(trainableOnly: true);
        double weights = sizeof(float) * ((Copies * (double)model.ParameterCount(trainableOnly: true)) + resting);
        activations += sizeof(float) * LanguageNumbers(options, model);
        long memory = Baseline + (long)weights + (long)activations + (options.Buffer.Memmap ? 0 : kept);
        double operations = steps * perStep;
        (string, long)[] parts =
        [
            ("language model", (long)language), ("world model", world.ParameterCount() - (long)language), ("actor", model.Actor.ParameterCount()), ("critic", model.Critic.ParameterCount()),
            ("critic's slow copy", model.TargetCritic.ParameterCount()),
        ];
        return new RunEstimate([.. parts.Where(part => part.Item2 > 0)], device.IsCpu ? "cpu" : "cuda", memory, operations, operations)
        {
            LearningParameters = model.ParameterCount(trainableOnly: true),
        };
    }

    private static LanguageCore? Language(WorldModel world) => world.NamedModules().Select(part => part.Module).OfType<LanguageCore>().FirstOrDefault();

    /// <summary>Numbers that a language model keeps: for its gradients in all blocks, and what it remembers of each state that it dreams from.</summary>
    private static double LanguageNumbers(DreamerOptions options, DreamerModel model)
    {
        if (Language(model.WorldModel) is not { } core)
            return 0;
        const double KeptPerUnit = 20, Recorded = 7; // numbers that a block keeps for each unit; copies of a memory where gradients go through it
        var (algo, config) = (options.Algo, core.Model.Config);
        double block = (double)config.LayerCount * config.HiddenSize, observed = (double)algo.PerRankBatchSize * algo.PerRankSequenceLength;
        bool isSequence = model.Sizes.WorldModel.Cell == CellKind.Sequence, records = model.Actions.IsContinuous;
        double read = observed * (records ? algo.Horizon + 1 : 1) * (isSequence ? 1 : algo.WorldModel.HfModel.SeqLen);
        double remembered = config switch
        {
            _ when !isSequence => 0,
            MambaConfig mamba => (double)mamba.InnerSize * (mamba.StateSize + mamba.ConvolutionKernel) / mamba.HiddenSize,
            RwkvConfig => 5,
            _ => 2.0 * algo.Horizon,
        };
        return block * ((read * KeptPerUnit) + (observed * remembered * (records ? Recorded * algo.Horizon : 2)));
    }

    private static double Heads(WorldModel world) => world.ParameterCount() - world.Encoder.ParameterCount() - world.Rssm.ParameterCount() - world.Decoder.ParameterCount();

    /// <summary>Multiplications for one observation: those of convolutions count for each pixel.</summary>
    private static double Work(Module module)
    {
        double work = 0;
        int stage = 0;
        foreach (var (_, weight) in module.NamedParameters())
        {
            if (weight.Dim != 4)
            {
                work += weight.NumElements;
                continue;
            }
            // The last stage of an encoder, and the first of a decoder, has 4x4 pixels; widths halve as pixels grow fourfold.
            work += weight.NumElements * SmallestPixels(module, stage++);
        }
        return work;
    }

    private static double SmallestPixels(Module module, int stage)
    {
        const double Last = 16;
        int stages = module.NamedParameters().Count(entry => entry.Tensor.Dim == 4);
        return Last * Math.Pow(4, module is Encoder ? stages - 1 - stage : stage);
    }

    /// <summary>Numbers of the feature maps of all stages, there and back.</summary>
    private static double Pixels(DreamerModel model) => model.Keys.EncodedImages.Count == 0
        ? 0
        : 4 * Math.Pow(ObservationKeys.Side(model.Keys.EncodedImages) / 2.0, 2) * model.Sizes.WorldModel.Encoder.CnnMultiplier;
}
