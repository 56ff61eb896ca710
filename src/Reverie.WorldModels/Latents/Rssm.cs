using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Layers;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// The recurrent state-space model of DreamerV3 (Hafner et al., 2023): h_t = f(h_{t-1}, z_{t-1}, a_{t-1}), prior p(z_t | h_t), posterior
/// q(z_t | h_t, x_t); z are categorical variables with straight-through gradients.
/// </summary>
public sealed class Rssm : LatentModel
{
    private readonly RecurrentModel _recurrent;
    private readonly Mlp _posterior;
    private readonly Mlp _prior;
    private readonly Tensor _initial;

    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="core">A language model as the recurrent cell, where <see cref="RssmOptions.PseudoTokens"/> says so.</param>
    public Rssm(RssmOptions options, Generator? generator = null, LanguageCore? core = null) : base(options)
    {
        _recurrent = Child("recurrent_model", RecurrentModel.Create(options, core, generator));
        long readOut = core?.OutputSize ?? options.Recurrent, rest = core is null ? options.Recurrent : options.Recurrent - readOut;
        long seen = options.IsDecoupled ? options.Embedding : rest + options.Embedding;
        _posterior = Child("representation_model", new Mlp(seen, options.PosteriorHidden, 1, options.StochasticSize, options.PosteriorStyle, generator));
        _prior = Child("transition_model", new Mlp(readOut, options.PriorHidden, options.PriorLayers, options.StochasticSize, options.PriorStyle, generator));
        var zeros = Tensor.Zeros([options.Recurrent]);
        _initial = options.LearnsInitialState ? Parameter("initial_recurrent_state", zeros) : Buffer("initial_recurrent_state", zeros);
    }

    public override Linear PriorOutput => _prior.Output!;

    public override Linear PosteriorOutput => _posterior.Output!;

    /// <summary>What is known before an episode's first observation: h = tanh(parameter), z the likeliest under its prior.</summary>
    /// <param name="batch">B.</param>
    public LatentState Initial(long batch)
    {
        var recurrent = _initial.Tanh().Expand(batch, -1);
        return new(recurrent, OneHot.Mode(Prior(recurrent)).Flatten(-2));
    }

    /// <summary>What is expected of the next observation.</summary>
    /// <param name="recurrent">[..., H]</param>
    /// <returns>Logits [..., S, D], unimix included.</returns>
    public Tensor Prior(Tensor recurrent) => Variables(_prior.Forward(_recurrent.ForPrior(recurrent)));

    public override LatentSequence Observe(Tensor embedded, Tensor actions, Tensor isFirst, ITokenSampler sampler) =>
        Observe(embedded, actions, isFirst, sampler, before: null);

    /// <summary>The same, going on from states.</summary>
    /// <param name="embedded">Embedded observations, [T, B, E].</param>
    /// <param name="actions">Row t led to observation t, [T, B, A].</param>
    /// <param name="isFirst">Truth values [T, B].</param>
    /// <param name="sampler">Draws the variables.</param>
    /// <param name="before">Where the sequences go on from; null: nothing is known before them, whatever <paramref name="isFirst"/> says of their first step.</param>
    public LatentSequence Observe(Tensor embedded, Tensor actions, Tensor isFirst, ITokenSampler sampler, LatentState? before)
    {
        if (before is null && ObserveAtOnce(embedded, actions, isFirst, sampler) is { } fused)
            return fused;
        long length = embedded.Size(0), batch = embedded.Size(1);
        bool[] firsts = isFirst.ToArray<bool>();
        var masks = isFirst.Unsqueeze(-1).Unbind();
        var acted = _recurrent.Prepare(actions.MaskedFill(isFirst.Unsqueeze(-1), 0)).Unbind();
        var seen = _posterior.Prepare(embedded).Unbind();
        var initial = Initial(batch);
        var state = before ?? initial;
        var (recurrent, stochastic, posterior) = (new Tensor[length], new Tensor[length], new Tensor[length]);
        for (int t = 0; t < length; t++)
        {
            // Most steps are nobody's first, and need no mask.
            if (firsts.AsSpan((int)(t * batch), (int)batch).Contains(true))
            {
                state = new(
                    Tensor.Where(masks[t], initial.Recurrent, state.Recurrent), Tensor.Where(masks[t], initial.Stochastic, state.Stochastic));
            }
            recurrent[t] = _recurrent.Forward(state.Stochastic, acted[t], state.Recurrent);
            posterior[t] = Posterior(recurrent[t], seen[t]);
            stochastic[t] = OneHot.StraightThrough(posterior[t], sampler).Flatten(-2);
            state = new(recurrent[t], stochastic[t]);
        }
        var memory = Tensor.Stack(recurrent);
        return new(memory, Tensor.Stack(stochastic), Tensor.Stack(posterior), Prior(memory));
    }

    /// <summary>One step with an observation, for whoever acts.</summary>
    /// <param name="state">Before it.</param>
    /// <param name="action">What led to the observation, [B, A].</param>
    /// <param name="embedded">The observation, [B, E].</param>
    /// <param name="sampler">Draws the variables.</param>
    public LatentState Observe(LatentState state, Tensor action, Tensor embedded, ITokenSampler sampler)
    {
        var recurrent = _recurrent.Forward(state.Stochastic, _recurrent.Prepare(action), state.Recurrent);
        return new(recurrent, OneHot.StraightThrough(Posterior(recurrent, _posterior.Prepare(embedded)), sampler).Flatten(-2));
    }

    /// <summary>One step without an observation.</summary>
    /// <param name="state">Before it.</param>
    /// <param name="action">What is done, [B, A].</param>
    /// <param name="sampler">Draws the variables.</param>
    public LatentState Imagine(LatentState state, Tensor action, ITokenSampler sampler)
    {
        var recurrent = _recurrent.Forward(state.Stochastic, _recurrent.Prepare(action), state.Recurrent);
        if (GradMode.IsEnabled)
            return new(recurrent, OneHot.StraightThrough(Prior(recurrent), sampler).Flatten(-2));
        return new(recurrent, OneHot.DrawMixed(Shaped(_prior.Forward(_recurrent.ForPrior(recurrent))), Options.Unimix, sampler).Flatten(-2));
    }

    /// <summary>The same as one operator, where there is one for what this model is made of.</summary>
    private LatentSequence? ObserveAtOnce(Tensor embedded, Tensor actions, Tensor isFirst, ITokenSampler sampler)
    {
        bool isKnown = !Options.IsDecoupled && F.IsFusable(embedded) && Options.Discrete <= 4096 && _posterior.Output?.Bias is not null;
        if (!isKnown || sampler is not IUniformDraws draws || _recurrent.Fused(Options.StochasticSize) is not { } memory || _posterior.Single is not { } posterior)
            return null;
        long length = embedded.Size(0), batch = embedded.Size(1);
        var initial = Initial(1);
        Tensor[] weights =
        [
            .. memory.Weights, posterior.Weight.Narrow(1, 0, Options.Recurrent), posterior.Norm.Weight, posterior.Norm.Bias!, PosteriorOutput.Weight,
            PosteriorOutput.Bias!,
        ];
        var (states, latents, logits) = F.RssmObserve(
            _recurrent.Prepare(actions.MaskedFill(isFirst.Unsqueeze(-1), 0)), _posterior.Prepare(embedded), isFirst, initial.Recurrent.Squeeze(0),
            initial.Stochastic.Squeeze(0), draws.Uniforms([length, batch, Options.Stochastic]), weights, Options.Stochastic, Options.Unimix,
            [.. memory.Epsilons, posterior.Norm.Epsilon]);
        return new(states, latents, Shaped(logits), Prior(states));
    }

    public override LatentDream Dream(LatentSequence sequence, int horizon) =>
        Dream(new LatentState(sequence.Recurrent.Detach().Flatten(0, 1), sequence.Stochastic.Detach().Flatten(0, 1)));

    /// <summary>Goes on from states, without observations.</summary>
    public LatentDream Dream(LatentState start) => new RssmDream(this, start);

    public override LatentFilter Follow(long batch) => new RssmFilter(this, batch);

    public override Tensor? Expected(LatentState? before, Tensor action, LatentState now) => Prior(now.Recurrent);

    public override Tensor Recognised(LatentState now, Tensor embedded) => Posterior(now.Recurrent, _posterior.Prepare(embedded));

    private Tensor Posterior(Tensor recurrent, Tensor prepared) => Variables(
        Options.IsDecoupled ? _posterior.ForwardPrepared(prepared) : _posterior.ForwardSplit(_recurrent.ForPosterior(recurrent), prepared));
}
