using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Layers;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// A latent model that knows what is said as it is: the word l_t is a latent of its own beside z_t, one-hot and observed, goes into the memory
/// with the action behind it, and is expected by a head of its own, p(l_t | h_t), so that imagination speaks (Dynalang's <c>rssm_type: token</c>;
/// Lin et al., 2023). It stands behind the memory's own numbers in <see cref="LatentState.Recurrent"/>.
/// </summary>
public sealed class TokenModel : LatentModel
{
    private readonly Mlp _words;

    /// <param name="options">Sizes; <see cref="RssmOptions.Tokens"/> is how many words there are.</param>
    /// <param name="make">Makes the model beneath, of the sizes that it is given.</param>
    /// <param name="generator">Draws the initial weights of the head.</param>
    public TokenModel(RssmOptions options, Func<RssmOptions, LatentModel> make, Generator? generator = null) : base(options)
    {
        Inner = Child("inner", make(options with { Tokens = 0, Actions = options.Actions + options.Tokens }));
        _words = Child("token_model", new Mlp(options.Recurrent, options.PriorHidden, 1, options.Tokens, options.PriorStyle, generator));
    }

    /// <summary>The model beneath.</summary>
    public LatentModel Inner { get; }

    public override Linear PriorOutput => Inner.PriorOutput;

    public override Linear PosteriorOutput => Inner.PosteriorOutput;

    /// <inheritdoc/>
    /// <remarks>The word stands behind the embedded observation, one-hot: [T, B, E + V].</remarks>
    public override LatentSequence Observe(Tensor embedded, Tensor actions, Tensor isFirst, ITokenSampler sampler)
    {
        var (seen, word) = Split(embedded);
        var before = Tensor.Cat([Tensor.ZerosLike(word.Narrow(0, 0, 1)), word.Narrow(0, 0, word.Size(0) - 1)]);
        var sequence = Inner.Observe(seen, Tensor.Cat([actions, before], -1), isFirst, sampler);
        return new(Tensor.Cat([sequence.Recurrent, word], -1), sequence.Stochastic, sequence.PosteriorLogits, sequence.PriorLogits)
        {
            Beneath = sequence,
            TokenLogits = Expect(sequence.Recurrent),
        };
    }

    public override LatentDream Dream(LatentSequence sequence, int horizon) => new TokenDream(this, sequence, horizon);

    public override LatentFilter Follow(long batch) => new TokenFilter(this, batch);

    public override Tensor? Expected(LatentState? before, Tensor action, LatentState now) =>
        Inner.Expected(before is { } known ? Beneath(known) : null, Deed(before, action), Beneath(now));

    public override Tensor Recognised(LatentState now, Tensor embedded) => Inner.Recognised(Beneath(now), Split(embedded).Seen);

    public override LatentState Instead(LatentState? before, Tensor action, LatentState now, Tensor latent)
    {
        var other = Inner.Instead(before is { } known ? Beneath(known) : null, Deed(before, action), Beneath(now), latent);
        return new(Tensor.Cat([other.Recurrent, WordOf(now)], -1), other.Stochastic);
    }

    /// <summary>What was expected to be said at a step.</summary>
    /// <param name="now">What is known with it.</param>
    /// <returns>Logits [B, V].</returns>
    public Tensor ExpectedWord(LatentState now) => Expect(Beneath(now).Recurrent);

    /// <summary>What will be said.</summary>
    /// <param name="memory">[..., H]</param>
    /// <returns>Logits [..., V], unimix included.</returns>
    internal Tensor Expect(Tensor memory) => OneHot.Unimix(_words.Forward(memory), Options.Unimix);

    internal (Tensor Seen, Tensor Word) Split(Tensor embedded)
    {
        long size = embedded.Size(-1) - Options.Tokens;
        return (embedded.Narrow(-1, 0, size), embedded.Narrow(-1, size, Options.Tokens));
    }

    /// <summary>What was imagined beneath, and what is said then.</summary>
    internal LatentState Speak(LatentState beneath, ITokenSampler sampler) =>
        new(Tensor.Cat([beneath.Recurrent, OneHot.StraightThrough(Expect(beneath.Recurrent), sampler)], -1), beneath.Stochastic);

    /// <summary>The word of a step, one-hot, [B, V].</summary>
    public Tensor WordOf(LatentState state) => state.Recurrent.Narrow(-1, Options.Recurrent, Options.Tokens);

    private LatentState Beneath(LatentState state) => new(state.Recurrent.Narrow(-1, 0, Options.Recurrent), state.Stochastic);

    /// <summary>An action as the model beneath knows it, with the word before it.</summary>
    private Tensor Deed(LatentState? before, Tensor action) =>
        Tensor.Cat([action, before is { } known ? WordOf(known) : Tensor.Zeros([action.Size(0), Options.Tokens], device: action.Device)], -1);
}
