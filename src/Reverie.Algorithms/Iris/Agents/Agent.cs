using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Serialization;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Agents;

/// <summary>Tokenizer, world model and actor-critic together, named as in IRIS's checkpoints.</summary>
public sealed class Agent : Module
{
    /// <param name="tokenizer">A tokenizer that is a <see cref="Module"/>.</param>
    /// <param name="worldModel">The world model.</param>
    /// <param name="actorCritic">The actor-critic.</param>
    public Agent(IFrameTokenizer tokenizer, WorldModel worldModel, ActorCritic actorCritic)
    {
        Frames = tokenizer;
        if (tokenizer is not Module module)
        {
            throw new ArgumentException(
                $"An agent is saved with its tokenizer, so {tokenizer.GetType().Name} must be a module; wrap a cache around it where it is used.");
        }

        Tokenizer = Child("tokenizer", module);
        WorldModel = Child("world_model", worldModel);
        ActorCritic = Child("actor_critic", actorCritic);
    }

    public Module Tokenizer { get; }

    /// <summary>The tokenizer as what it is for.</summary>
    public IFrameTokenizer Frames { get; }

    public WorldModel WorldModel { get; }

    public ActorCritic ActorCritic { get; }

    /// <summary>Chooses actions for frames of the real environment; the actor-critic remembers from call to call.</summary>
    /// <param name="frames">[B, C, H, W] in [0, 1].</param>
    /// <param name="sampler">Draws the action; an <see cref="ArgMaxSampler"/> takes the likeliest.</param>
    /// <param name="temperature">Divides the logits: below 1 sharpens the policy.</param>
    /// <returns>Integers [B], and the actor-critic's output.</returns>
    public (Tensor Actions, ActorCriticOutput Output) Act(Tensor frames, ITokenSampler sampler, double temperature = 1)
    {
        using var noGrad = new NoGrad();
        var output = ActorCritic.Forward(new Sight(ActorCritic, Frames).Of(frames));
        return (sampler.Sample(output.LogitsActions.Select(1, 0) / temperature), output);
    }

    /// <summary>
    /// Loads components from a checkpoint of IRIS (<c>last.pt</c>) or of this project (.safetensors). Weights of a
    /// perceptual loss or a value loss that this agent's tokenizer does not have are left out.
    /// </summary>
    /// <exception cref="TorchException">A component's weights are missing or of another size.</exception>
    public void Load(string path, bool loadTokenizer = true, bool loadWorldModel = true, bool loadActorCritic = true)
    {
        using var scope = new TensorScope();
        var state = StateDictFile.Load(path);
        if (loadTokenizer)
            LoadComponent(Tokenizer, "tokenizer.", state, path);
        if (loadWorldModel)
            LoadComponent(WorldModel, "world_model.", state, path);
        if (loadActorCritic)
            LoadComponent(ActorCritic, "actor_critic.", state, path);
    }

    private static void LoadComponent(Module component, string prefix, Dictionary<string, Tensor> state, string path)
    {
        var own = component.StateDict().Select(entry => entry.Name).ToHashSet();
        if (own.Count == 0)
            return; // a tokenizer of symbols, for instance, has no weights
        var part = state
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => (Name: entry.Key[prefix.Length..], entry.Value))
            .Where(entry => own.Contains(entry.Name) || !IsForLossesOnly(entry.Name))
            .ToDictionary(entry => entry.Name, entry => entry.Value);
        if (part.Count == 0)
            throw new TorchException($"{path} has no weights that begin with '{prefix}'; choose a checkpoint that holds this component.");
        AgentFile.Copy(component, part, path);
    }

    private static bool IsForLossesOnly(string name) => name.StartsWith("lpips.", StringComparison.Ordinal) || name.StartsWith("critic.", StringComparison.Ordinal);
}
