using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>What Dreamer knows of the world: encoder, recurrent state-space model, and heads for observations, reward and the episode's going on.</summary>
public sealed class WorldModel : Module
{
    private readonly Mlp _reward;
    private readonly Mlp _continue;
    private readonly TwoHotKind _kind;

    /// <param name="keys">What is seen and predicted.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="core">The language model that remembers, where one does.</param>
    public WorldModel(ObservationKeys keys, WorldModelSizes options, Generator? generator = null, LanguageCore? core = null)
    {
        Encoder = Child("encoder", new Encoder(keys, options.Encoder, generator));
        var rssm = options.Rssm with { Embedding = (int)Encoder.OutputSize };
        Rssm = Child("rssm", options.Cell == CellKind.Sequence ? (LatentModel)new SequenceModel(rssm, core!, generator) : new Rssm(rssm, generator, core));
        long latent = options.Rssm.LatentSize;
        Decoder = Child("observation_model", new Decoder(latent, keys, options.Decoder, generator));
        _reward = Child("reward_model", options.Reward.Build(latent, options.RewardBins, generator));
        _continue = Child("continue_model", options.Continue.Build(latent, 1, generator));
        _kind = options.TwoHot;
        RewardBins = TwoHot.Create(_kind, options.RewardBins);
    }

    public Encoder Encoder { get; }

    /// <summary>What remembers, expects and sees.</summary>
    public LatentModel Rssm { get; }

    public Decoder Decoder { get; }

    /// <summary>What the reward's logits mean.</summary>
    public TwoHot RewardBins { get; private set; }

    /// <summary>The last maps of the heads for reward and going on.</summary>
    internal (Linear Reward, Linear Continue) Outputs => (_reward.Output!, _continue.Output!);

    /// <summary>The heads themselves.</summary>
    internal (Mlp Reward, Mlp Continue) Heads => (_reward, _continue);

    /// <param name="latent">[..., L]</param>
    /// <returns>[..., bins]</returns>
    public Tensor RewardLogits(Tensor latent) => _reward.Forward(latent);

    /// <param name="latent">[..., L]</param>
    /// <returns>[..., 1]; positive: it goes on.</returns>
    public Tensor ContinueLogits(Tensor latent) => _continue.Forward(latent);

    public override void To(Device device)
    {
        base.To(device);
        long bins = RewardBins.Bins.NumElements;
        RewardBins.Dispose();
        RewardBins = TwoHot.Create(_kind, bins, device);
    }

    protected override void Dispose(bool disposing)
    {
        RewardBins.Dispose();
        base.Dispose(disposing);
    }
}
