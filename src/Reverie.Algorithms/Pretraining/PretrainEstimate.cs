using Reverie.Algorithms.Pretraining.Options;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Training.Algorithms;

namespace Reverie.Algorithms.Pretraining;

/// <summary>What pretraining will need: six operations a parameter and token, and the activations of one pass; good to a factor of two.</summary>
internal static class PretrainEstimate
{
    private const long Baseline = 300L << 20; // runtime and libtorch
    private const double OperationsPerParameter = 6; // two forward, four backward
    private const double ActivationsPerWidth = 20; // numbers that a layer keeps for each token and unit of width

    internal static RunEstimate Of(PretrainOptions options, LanguageModel model, Device device)
    {
        long parameters = model.ParameterCount();
        double tokensPerPass = (double)options.Training.BatchSize * options.Data.SequenceLength;
        double operations = OperationsPerParameter * parameters * tokensPerPass * options.Training.GradAccSteps * options.Training.Steps;
        double layers = options.Model.GradientCheckpointing ? 1 : model.Config.LayerCount;
        double activations = tokensPerPass * ((layers * model.Config.HiddenSize * ActivationsPerWidth) + (2.0 * model.Config.VocabularySize));
        double memory = Baseline + (4.0 * sizeof(float) * parameters) + (activations * sizeof(float));
        return new([("model", parameters)], device.ToString(), (long)memory, operations, operations);
    }
}
