using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>
/// An environment that exists only in the world model: every step's frame is drawn token by token. When the next step does
/// not fit into the context, all is forgotten but the current frame, and positions start anew, as in the original.
/// </summary>
public sealed class WorldModelEnvironment : IDisposable
{
    private readonly IFrameTokenizer _tokenizer;
    private readonly WorldModel _model;
    private readonly ITokenSampler _sampler;
    private IBackboneState? _state;
    private Tensor? _tokens;

    /// <param name="tokenizer">Turns frames into tokens and back.</param>
    /// <param name="model">The world model; it is switched to evaluation.</param>
    /// <param name="sampler">Draws tokens, rewards and ends.</param>
    /// <exception cref="ArgumentException">Tokenizer and world model disagree on the tokens of a frame.</exception>
    public WorldModelEnvironment(IFrameTokenizer tokenizer, WorldModel model, ITokenSampler sampler)
    {
        if (tokenizer.TokensPerFrame != model.TokensPerObservation)
        {
            throw new ArgumentException(
                $"The tokenizer makes {tokenizer.TokensPerFrame} tokens of a frame but the world model expects {model.TokensPerObservation}; set " +
                $"tokens_per_block to {tokenizer.TokensPerFrame + 1}.");
        }
        (_tokenizer, _model, _sampler) = (tokenizer, model, sampler);
    }

    /// <summary>Tokens in the world model's memory.</summary>
    public long ContextLength => _state?.Length ?? 0;

    /// <summary>
    /// The tokens of the current frame, integers [B, K], until the next step. After a step without a next frame only its
    /// first token is there, [B, 1].
    /// </summary>
    public Tensor ObservationTokens => _tokens ?? throw new InvalidOperationException("Reset the imagined environment before its first step.");

    /// <summary>Starts from frames of the real environment.</summary>
    /// <param name="frames">[B, C, H, W] in [0, 1], or bytes.</param>
    public void Reset(Tensor frames)
    {
        using var scope = new TensorScope();
        ResetFromTokens(_tokenizer.EncodeTokens(frames));
    }

    /// <summary>Starts from the tokens of frames, integers [B, K].</summary>
    public void ResetFromTokens(Tensor tokens)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        _model.Eval();
        SetTokens(tokens.Clone());
        Refresh();
    }

    /// <summary>Answers an action.</summary>
    /// <param name="actions">Integers [B].</param>
    /// <param name="predictNext">False leaves the next frame out, where nobody will look at it.</param>
    public ImaginedStep Step(Tensor actions, bool predictNext = true)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        int passes = predictNext ? 1 + _model.TokensPerObservation : 1;
        if (_state is null || _state.Length + passes > _model.Options.MaxTokens)
            Refresh();
        var output = _model.Forward(actions.Reshape(-1, 1), _state);
        var rewards = _sampler.Sample(output.LogitsRewards!.Select(1, 0)).Float() - 1;
        var ends = _sampler.Sample(output.LogitsEnds!.Select(1, 0)).Eq(1);
        var tokens = new List<Tensor> { _sampler.Sample(output.LogitsObservations!) }; // [B, 1] each
        for (int k = 1; k < passes; k++)
        {
            // The frame's last token is fed like the others, though an action follows it and nothing is drawn.
            if (k == passes - 1)
                _model.Advance(tokens[^1], _state!);
            else
                tokens.Add(_sampler.Sample(_model.Forward(tokens[^1], _state).LogitsObservations!));
        }
        SetTokens(Tensor.Cat(tokens.ToArray(), 1));
        scope.Keep(rewards, ends);
        return new(rewards, ends);
    }

    /// <summary>The current frame, [B, C, H, W] in [0, 1].</summary>
    public Tensor Decode() => _tokenizer.DecodeTokens(ObservationTokens);

    public void Dispose()
    {
        _state?.Dispose();
        _tokens?.Dispose();
    }

    private void Refresh()
    {
        long batch = ObservationTokens.Size(0);
        if (_state is null || _state.Batch != batch)
        {
            _state?.Dispose();
            _state = _model.CreateState(batch);
        }
        _state.Clear();
        _model.Advance(ObservationTokens, _state);
    }

    private void SetTokens(Tensor tokens)
    {
        _tokens?.Dispose();
        _tokens = tokens.KeepAlive();
    }
}
