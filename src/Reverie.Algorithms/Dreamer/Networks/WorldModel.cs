using Reverie.Environments.Arrays;
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
    private readonly bool _isLatent;

    /// <param name="keys">What is seen and predicted.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="core">The language model that remembers, where one does.</param>
    public WorldModel(ObservationKeys keys, WorldModelSizes options, Generator? generator = null, LanguageCore? core = null)
    {
        Encoder = Child("encoder", new Encoder(keys, options.Encoder, generator));
        var rssm = options.Rssm with { Embedding = (int)Encoder.OutputSize };
        (Token, _isLatent) = (keys.Token, rssm.Tokens > 0);
        Rssm = Child("rssm", !_isLatent ? Plain(rssm) : new TokenModel(rssm, Plain, generator));
        long latent = options.Rssm.LatentSize;
        Decoder = Child("observation_model", new Decoder(latent, keys, options.Decoder, generator));
        _reward = Child("reward_model", options.Reward.Build(latent, options.RewardBins, generator));
        _continue = Child("continue_model", options.Continue.Build(latent, 1, generator));
        _kind = options.TwoHot;
        RewardBins = TwoHot.Create(_kind, options.RewardBins);

        LatentModel Plain(RssmOptions sizes) => (options.Cell, options.Kind) switch
        {
            (CellKind.Sequence, _) => new SequenceModel(sizes, core!, generator),
            (_, RssmKind.Early) => new EarlyModel(sizes, generator, core),
            _ => new Rssm(sizes, generator, core),
        };
    }

    public Encoder Encoder { get; }

    /// <summary>What remembers, expects and sees.</summary>
    public LatentModel Rssm { get; }

    public Decoder Decoder { get; }

    /// <summary>What is said, where it is seen.</summary>
    internal ArraySpec? Token { get; }

    /// <summary>What the reward's logits mean.</summary>
    public TwoHot RewardBins { get; private set; }

    /// <summary>The last maps of the heads for reward and going on.</summary>
    internal (Linear Reward, Linear Continue) Outputs => (_reward.Output!, _continue.Output!);

    /// <summary>The heads themselves.</summary>
    internal (Mlp Reward, Mlp Continue) Heads => (_reward, _continue);

    /// <summary>Observations as <see cref="Rssm"/> wants them: embedded, and the word behind that where it is a latent of its own.</summary>
    /// <param name="observations">As the encoder takes them.</param>
    /// <returns>[..., E]</returns>
    public Tensor Embed(IReadOnlyDictionary<string, Tensor> observations)
    {
        var embedded = Encoder.Forward(observations);
        return _isLatent ? Tensor.Cat([embedded, WordsOf(observations).OneHot(ObservationKeys.WidthOf(Token!)).Float()], -1) : embedded;
    }

    /// <summary>The words of observations.</summary>
    internal Tensor WordsOf(IReadOnlyDictionary<string, Tensor> observations) => observations[Token!.Name];

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
