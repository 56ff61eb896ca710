using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Layers;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// What is seen and said goes into the memory at the same step, not at the next one: posterior q(z_t | x_t), prior p(z_t | h_{t-1}, a_{t-1}) of
/// three layers, and h_t = f(h_{t-1}, z_t, a_{t-1}) (Dynalang's <c>rssm_type: early</c>).
/// </summary>
public sealed class EarlyModel : LatentModel
{
    private const int PriorLayers = 3;

    private readonly RecurrentModel _recurrent;
    private readonly Mlp _posterior;
    private readonly Mlp _prior;
    private readonly Tensor _initial;

    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="core">A language model as the recurrent cell, where <see cref="RssmOptions.PseudoTokens"/> says so.</param>
    public EarlyModel(RssmOptions options, Generator? generator = null, LanguageCore? core = null) : base(options)
    {
        _recurrent = Child("recurrent_model", RecurrentModel.Create(options, core, generator));
        _posterior = Child(
            "representation_model", new Mlp(options.Embedding, options.PosteriorHidden, 1, options.StochasticSize, options.PosteriorStyle, generator));
        _prior = Child("transition_model", new Mlp(
            options.Recurrent + options.Actions, options.PriorHidden, PriorLayers, options.StochasticSize, options.PriorStyle, generator));
        var zeros = Tensor.Zeros([options.Recurrent]);
        _initial = options.LearnsInitialState ? Parameter("initial_recurrent_state", zeros) : Buffer("initial_recurrent_state", zeros);
    }

    public override Linear PriorOutput => _prior.Output!;

    public override Linear PosteriorOutput => _posterior.Output!;

    public override LatentSequence Observe(Tensor embedded, Tensor actions, Tensor isFirst, ITokenSampler sampler)
    {
        long length = embedded.Size(0), batch = embedded.Size(1);
        var masks = isFirst.Unsqueeze(-1);
        var taken = actions.MaskedFill(masks, 0);
        var acted = _recurrent.Prepare(taken).Unbind();
        var posterior = Posterior(embedded);
        var stochastic = OneHot.StraightThrough(posterior, sampler).Flatten(-2); // [T, B, S D]
        var (latents, firsts) = (stochastic.Unbind(), masks.Unbind());
        var initial = Initial(batch);
        var (before, after) = (new Tensor[length], new Tensor[length]);
        for (int t = 0; t < length; t++)
        {
            before[t] = t == 0 ? initial : Tensor.Where(firsts[t], initial, after[t - 1]);
            after[t] = _recurrent.Forward(latents[t], acted[t], before[t]);
        }
        return new(Tensor.Stack(after), stochastic, posterior, Prior(Tensor.Stack(before), taken));
    }

    public override LatentDream Dream(LatentSequence sequence, int horizon) => new EarlyDream(
        this, new(sequence.Recurrent.Detach().Flatten(0, 1), sequence.Stochastic.Detach().Flatten(0, 1)));

    public override LatentFilter Follow(long batch) => new EarlyFilter(this, batch);

    public override Tensor? Expected(LatentState? before, Tensor action, LatentState now) => before is { } known ? Prior(known.Recurrent, action) : null;

    public override Tensor Recognised(LatentState now, Tensor embedded) => Posterior(embedded);

    public override LatentState Instead(LatentState? before, Tensor action, LatentState now, Tensor latent) =>
        new(Remember(before!.Value.Recurrent, action, latent), latent);

    /// <summary>The memory before an episode's first observation, [B, H].</summary>
    internal Tensor Initial(long batch) => _initial.Tanh().Expand(batch, -1);

    /// <summary>What is seen, as logits [..., S, D].</summary>
    internal Tensor Posterior(Tensor embedded) => Variables(_posterior.Forward(embedded));

    /// <summary>What is expected, as logits [..., S, D].</summary>
    internal Tensor Prior(Tensor memory, Tensor action) => Variables(_prior.Forward(Tensor.Cat([memory, action], -1)));

    /// <summary>One step without an observation.</summary>
    internal LatentState Imagine(LatentState state, Tensor action, ITokenSampler sampler)
    {
        var latent = OneHot.StraightThrough(Prior(state.Recurrent, action), sampler).Flatten(-2);
        return new(Remember(state.Recurrent, action, latent), latent);
    }

    /// <summary>The memory with a step, [B, H].</summary>
    internal Tensor Remember(Tensor memory, Tensor action, Tensor latent) => _recurrent.Forward(latent, _recurrent.Prepare(action), memory);
}
