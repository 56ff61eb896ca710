using Reverie.Algorithms.Ppo.Networks;
using Reverie.Algorithms.Ppo.Options;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;

namespace Reverie.Algorithms.Ppo.Training;

/// <summary>What a run of PPO will need, from the shapes of its networks; good to a factor of two.</summary>
internal static class PpoEstimate
{
    private const long Baseline = 250L << 20; // runtime and libtorch
    private const double ActivationsPerPixel = 40; // numbers that convolutions keep for a pixel or a cell
    private const double OperationsPerPixel = 3000;

    internal static RunEstimate Of(PpoOptions options, ActorCritic network, InputLayout input, StepLayout layout, Device device)
    {
        double parameters = network.ParameterCount();
        double pixels = input.Frame is { } frame ? frame.Spec.Length / (double)frame.Spec.Shape[0] : input.Mission is null ? 0 : input.ViewSide * input.ViewSide * 16.0;
        // Of a table of one-hot inputs, a step looks at one row a symbol.
        double rows = input.Starts[^1] - input.SymbolCount;
        double touched = parameters - (input.Mission is null ? rows * options.Network.Hidden[0] : 0);
        double forward = (2 * Math.Max(parameters / 50, touched)) + (OperationsPerPixel * pixels);
        double perStep = forward * (1 + (3.0 * options.Training.Epochs));
        double minibatch = (double)options.Collection.Steps / options.Training.Minibatches;
        double activations = minibatch * ((ActivationsPerPixel * pixels) + (10.0 * options.Network.Hidden.Sum()) + (4.0 * options.Network.Memory * 10));
        double kept = options.Collection.Steps * (layout.ObservationBytes + 64.0);
        double memory = Baseline + (4 * sizeof(float) * parameters) + (activations * sizeof(float)) + kept;
        double operations = perStep * options.Common.Steps;
        return new([("actor-critic", (long)parameters)], device.ToString(), (long)memory, operations, operations);
    }
}
