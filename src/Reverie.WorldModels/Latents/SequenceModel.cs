using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Layers;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// A language model whose own memory runs along time: it reads one vector a step, made of the latent and the action before, and what it says is
/// h_t = f(z_{&lt;t}, a_{&lt;t}); prior p(z_t | h_t), posterior q(z_t | x_t). Since the posterior sees the observation only, all variables are drawn
/// at once and the whole sequence is read in one pass (as in TransDreamer, Chen et al., 2022, and STORM, Zhang et al., 2023).
/// </summary>
public sealed class SequenceModel : LatentModel
{
    private readonly Mlp _input;
    private readonly Mlp _posterior;
    private readonly Mlp _prior;
    private readonly Tensor _start;

    /// <param name="options">Sizes; the recurrent state is as wide as the language model.</param>
    /// <param name="core">The language model.</param>
    /// <param name="generator">Draws the initial weights of the other layers.</param>
    public SequenceModel(RssmOptions options, LanguageCore core, Generator? generator = null) : base(options)
    {
        _input = Child("mlp", new Mlp(options.StochasticSize + options.Actions, options.Dense, layers: 1, core.InputSize, options.Style, generator));
        Core = Child("backbone", core);
        _posterior = Child(
            "representation_model", new Mlp(options.Embedding, options.PosteriorHidden, 1, options.StochasticSize, options.PosteriorStyle, generator));
        _prior = Child("transition_model", new Mlp(core.OutputSize, options.PriorHidden, 1, options.StochasticSize, options.PriorStyle, generator));
        // A row rather than a vector, so that it is drawn as a weight is: the gates of Mamba make nothing of zeros.
        _start = options.LearnsInitialState
            ? Parameter("initial_input", Tensor.Randn([1, core.InputSize], generator)) : Buffer("initial_input", Tensor.Zeros([1, core.InputSize]));
    }

    /// <summary>The language model.</summary>
    public LanguageCore Core { get; }

    public override Linear PriorOutput => _prior.Output!;

    public override Linear PosteriorOutput => _posterior.Output!;

    /// <summary>What is read where an episode starts, [1, E].</summary>
    internal Tensor Start => _start;

    /// <summary>What is expected of the next observation.</summary>
    /// <param name="memory">[..., H]</param>
    /// <returns>Logits [..., S, D], unimix included.</returns>
    public Tensor Prior(Tensor memory) => Variables(_prior.Forward(memory));

    public override LatentSequence Observe(Tensor embedded, Tensor actions, Tensor isFirst, ITokenSampler sampler)
    {
        long steps = embedded.Size(0), batch = embedded.Size(1);
        var segments = new EpisodeSegments(isFirst.ToArray<bool>(), steps, batch, embedded.Device);
        var posterior = Posterior(embedded);
        var stochastic = OneHot.StraightThrough(posterior, sampler).Flatten(-2); // [T, B, S D]
        var before = Tensor.Cat([Tensor.ZerosLike(stochastic.Narrow(0, 0, 1)), stochastic.Narrow(0, 0, steps - 1)]);
        var first = Tensor.Cat([Tensor.OnesLike(isFirst.Narrow(0, 0, 1)), isFirst.Narrow(0, 1, steps - 1)]).Unsqueeze(-1);
        var inputs = Tensor.Where(first, _start, Input(before, actions)); // [T, B, E]
        var memory = segments.Unpack(Core.Forward(segments.Pack(inputs)));
        return new(memory, stochastic, posterior, Prior(memory)) { Past = new(inputs.Detach(), segments) };
    }

    public override LatentDream Dream(LatentSequence sequence, int horizon) => new SequenceDream(this, sequence, horizon);

    public override LatentFilter Follow(long batch) => new SequenceFilter(this, batch);

    public override Tensor? Expected(LatentState? before, Tensor action, LatentState now) => Prior(now.Recurrent);

    public override Tensor Recognised(LatentState now, Tensor embedded) => Posterior(embedded);

    /// <summary>What the language model reads of a step.</summary>
    /// <param name="latent">[..., S D]</param>
    /// <param name="action">[..., A]</param>
    /// <returns>[..., E]</returns>
    internal Tensor Input(Tensor latent, Tensor action) => _input.Forward(Tensor.Cat([latent, action], -1));

    /// <summary>What is seen.</summary>
    /// <param name="embedded">[..., E]</param>
    /// <returns>Logits [..., S, D], unimix included.</returns>
    internal Tensor Posterior(Tensor embedded) => Variables(_posterior.Forward(embedded));

    /// <summary>Reads one step.</summary>
    /// <param name="input">[B, E]</param>
    /// <param name="memory">Of so many rows.</param>
    /// <returns>[B, H]</returns>
    internal Tensor Read(Tensor input, IBackboneState memory) => Core.Forward(input.Unsqueeze(1), memory).Squeeze(1);
}
