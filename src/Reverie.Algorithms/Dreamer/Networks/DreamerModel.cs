using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>All networks of an agent, under SheepRL's names: world model, actor, critic, and the critic's slow copy.</summary>
public sealed class DreamerModel : Module
{
    /// <param name="keys">What is seen and predicted.</param>
    /// <param name="actions">What an action is.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="core">The language model that remembers, where one does.</param>
    public DreamerModel(ObservationKeys keys, ActionSpec actions, DreamerSizes sizes, Generator? generator = null, LanguageCore? core = null)
    {
        (Keys, Actions, Sizes) = (keys, actions, sizes);
        long latent = sizes.WorldModel.Rssm.LatentSize;
        WorldModel = Child("world_model", new WorldModel(keys, sizes.WorldModel, generator, core));
        Actor = Child("actor", new Actor(latent, actions, sizes.Actor, generator));
        Critic = Child("critic", sizes.Critic.Build(latent, sizes.CriticBins, generator));
        TargetCritic = Child("target_critic", sizes.Critic.Build(latent, sizes.CriticBins, generator));
        TargetCritic.SetRequiresGrad(false);
        ValueBins = TwoHot.Create(sizes.WorldModel.TwoHot, sizes.CriticBins);
    }

    public ObservationKeys Keys { get; }

    public ActionSpec Actions { get; }

    public DreamerSizes Sizes { get; }

    public WorldModel WorldModel { get; }

    public Actor Actor { get; }

    public Mlp Critic { get; }

    /// <summary>The slow copy of the critic.</summary>
    public Mlp TargetCritic { get; }

    /// <summary>What the critics' logits mean.</summary>
    public TwoHot ValueBins { get; private set; }

    /// <summary>Numbers of an action as the networks see it: one for each alternative of each choice, or the real numbers themselves.</summary>
    public static int SizeOf(ActionSpec actions) => actions.IsContinuous ? actions.Size : actions.Choices.Sum();

    /// <summary>Moves the slow copy towards the critic.</summary>
    /// <param name="share">1: it becomes a copy.</param>
    public void UpdateTarget(double share)
    {
        using var noGrad = new NoGrad();
        foreach (var (slow, fast) in TargetCritic.Parameters().Zip(Critic.Parameters()))
            slow.LerpInPlace(fast, share);
    }

    public override void To(Device device)
    {
        base.To(device);
        long bins = ValueBins.Bins.NumElements;
        ValueBins.Dispose();
        ValueBins = TwoHot.Create(Sizes.WorldModel.TwoHot, bins, device);
    }

    protected override void Dispose(bool disposing)
    {
        ValueBins.Dispose();
        base.Dispose(disposing);
    }
}
