using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Media;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Evaluation;

/// <summary>Dreamer's imagination as a world to play in, beginning with a latent state.</summary>
internal sealed class DreamerDreamtWorld : IDreamtWorld
{
    private const double White = 255;
    private const int BarsHeight = 64, BarWidth = 8;

    private readonly DreamerComponents _components;
    private readonly Generator _draws;
    private readonly CategoricalSampler _sampler;
    private readonly NormalNoise _noise;
    private readonly LatentFilter _memory;
    private readonly LatentSight _latent;
    private readonly MemorySight _sight = new();

    /// <param name="components">Whose networks dream and act.</param>
    /// <param name="latent">Looks at states.</param>
    /// <param name="memory">What is known of the first step, of one environment; its own.</param>
    /// <param name="seed">Seeds the draws.</param>
    internal DreamerDreamtWorld(DreamerComponents components, LatentSight latent, LatentFilter memory, ulong seed)
    {
        (_components, _latent, _memory) = (components, latent, memory);
        _draws = new Generator(seed, components.Device);
        (_sampler, _noise) = (new CategoricalSampler(_draws), new NormalNoise(_draws, components.Device));
    }

    public Panel Picture
    {
        get
        {
            using var scope = new TensorScope();
            return Draw("dream", _components.Model, _memory.State);
        }
    }

    /// <summary>Whether there is anything to see of a latent state.</summary>
    internal static bool CanDraw(DreamerModel model) => ImageOf(model) is not null || model.Keys.DecodedVectors.Count > 0;

    public Panel See(StepBatch seen)
    {
        using var scope = new TensorScope();
        return Draw("environment", _components.Model, _components.Policy.State);
    }

    public Thought Act(ActingOptions how, ActionBatch action)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var policy = _components.Model.Actor.Forward(_memory.State.Features);
        Agents.DreamerPolicy.Write(how.Sample ? policy.Sample(_sampler, _noise) : policy.Mode(), action);
        return ThoughtOf(_components.Model, _memory.State);
    }

    public DreamtStep Step(ActionBatch action)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var model = _components.Model.WorldModel;
        var done = Tensor.From(ActionEncoding.Flat(action), 1, DreamerModel.SizeOf(action.Spec)).To(_components.Device);
        _memory.Imagine(done, _sampler);
        var features = _memory.State.Features;
        return new(model.RewardBins.Mean(model.RewardLogits(features)).Item(), model.ContinueLogits(features).Sigmoid().Item());
    }

    public IReadOnlyList<Insight> LookInside()
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        return [.. _latent.OfDream(_memory.State), .. _sight.Of(_memory.Memory)];
    }

    public void Dispose()
    {
        _memory.Dispose();
        _draws.Dispose();
    }

    /// <summary>The first picture that is decoded of a state; without one its numbers, as bars.</summary>
    internal static Panel Draw(string name, DreamerModel model, LatentState state)
    {
        using var noGrad = new NoGrad();
        var decoded = model.WorldModel.Decoder.Forward(state.Features);
        if (ImageOf(model) is { } image)
        {
            var picture = ((decoded[image.Name] + 0.5) * White).Clamp(0, White).To(ScalarType.UInt8);
            return new(name, image.Shape[1], image.Shape[2], picture.ToBytes());
        }
        return Bars(name, [.. model.Keys.DecodedVectors.SelectMany(vector => decoded[vector.Name].Flatten().ToArray<float>())]);
    }

    /// <summary>What actor and critic say of a state.</summary>
    internal static Thought ThoughtOf(DreamerModel model, LatentState state)
    {
        var features = state.Features;
        bool isOneChoice = model.Actions.Kind == ActionKind.Discrete;
        return new()
        {
            Probabilities = isOneChoice && model.Actor.Forward(features) is ChoiceDistribution choice
                ? Thought.Softmax(choice.Logits[0].Flatten().ToArray<float>()) : null,
            Value = model.ValueBins.Mean(model.Critic.Forward(features)).Item(),
        };
    }

    private static ArraySpec? ImageOf(DreamerModel model) => model.Keys.DecodedImages.FirstOrDefault(image => image.Shape[0] == 3);

    /// <summary>Numbers as bars from the middle, squashed to what fits.</summary>
    private static Panel Bars(string name, float[] numbers)
    {
        int width = BarWidth * numbers.Length, area = BarsHeight * width;
        byte[] pixels = new byte[3 * area];
        for (int i = 0; i < numbers.Length; i++)
        {
            int end = (int)((1 - Math.Tanh(numbers[i])) * (BarsHeight - 1) / 2), middle = BarsHeight / 2;
            for (int y = Math.Min(end, middle); y <= Math.Max(end, middle); y++)
            {
                for (int x = i * BarWidth; x < ((i + 1) * BarWidth) - 1; x++)
                    (pixels[(y * width) + x], pixels[area + (y * width) + x], pixels[(2 * area) + (y * width) + x]) = (120, 170, 255);
            }
        }
        return new(name, BarsHeight, width, pixels);
    }
}
