using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Media;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Evaluation;

/// <summary>IRIS's imagination as a world to play in, beginning with one frame.</summary>
internal sealed class IrisDreamtWorld : IDreamtWorld
{
    private static readonly ArgMaxSampler Likeliest = new();

    private readonly IrisComponents _components;
    private readonly Generator _draws;
    private readonly CategoricalSampler _sampler;
    private readonly WorldModelEnvironment _world;
    private readonly MemorySight _sight = new();

    /// <param name="components">Whose networks dream and act.</param>
    /// <param name="tokens">Of the first frame, integers [1, K].</param>
    /// <param name="seed">Seeds the draws.</param>
    internal IrisDreamtWorld(IrisComponents components, Tensor tokens, ulong seed)
    {
        _components = components;
        _draws = new Generator(seed, components.Device);
        _sampler = new CategoricalSampler(_draws);
        _world = new WorldModelEnvironment(components.Frames, components.Agent.WorldModel, _sampler);
        _world.ResetFromTokens(tokens);
    }

    public Panel Picture
    {
        get
        {
            using var scope = new TensorScope();
            return Draw("dream", _components, _world.ObservationTokens);
        }
    }

    public Panel See(StepBatch seen)
    {
        using var scope = new TensorScope();
        return Draw("environment", _components, TokensOf(_components, seen, 0));
    }

    public Thought Act(ActingOptions how, ActionBatch action)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var agent = _components.Agent.ActorCritic;
        var output = agent.Forward(new Sight(agent, _components.Frames).OfTokens(_world.ObservationTokens));
        var logits = output.LogitsActions.Select(1, 0);
        (how.Sample ? _sampler.Sample(logits / how.Temperature) : Likeliest.Sample(logits)).CopyTo(action.Integers.AsSpan());
        return ThoughtOf(output, 0, _components.Frames, _world.ObservationTokens);
    }

    public DreamtStep Step(ActionBatch action)
    {
        using var scope = new TensorScope();
        var answer = _world.Step(Tensor.From(action.Integers, action.Count).To(_components.Device));
        return new(answer.Rewards.Item(), answer.Ends.ItemInt64() != 0 ? 0 : 1);
    }

    public IReadOnlyList<Insight> LookInside()
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        return _sight.Of(_world.Memory);
    }

    public void Dispose()
    {
        _world.Dispose();
        _draws.Dispose();
    }

    /// <summary>What tokens stand for, integers [1, K].</summary>
    internal static Panel Draw(string name, IrisComponents components, Tensor tokens)
    {
        using var noGrad = new NoGrad();
        var picture = components.Frames.DecodeTokens(tokens);
        return new(name, (int)picture.Size(-2), (int)picture.Size(-1), IrisMedia.ToBytes(picture));
    }

    /// <summary>Integers [1, K].</summary>
    internal static Tensor TokensOf(IrisComponents components, StepBatch seen, int row)
    {
        using var noGrad = new NoGrad();
        return components.Frames.EncodeTokens(TensorBatch.Copy(seen[IrisPolicy.Image], [seen.Count], components.Device).Narrow(0, row, 1));
    }

    /// <summary>What the actor-critic says, as people read it.</summary>
    internal static Thought ThoughtOf(ActorCriticOutput output, int row, IFrameTokenizer frames, Tensor tokens) => new()
    {
        Probabilities = Thought.Softmax(output.LogitsActions.Narrow(0, row, 1).Flatten().ToArray<float>()),
        Value = output.Values.Narrow(0, row, 1).Item(),
        Tokens = TokenGrid.Square(frames.VocabularySize, tokens.Flatten().ToArray<long>()),
    };
}
