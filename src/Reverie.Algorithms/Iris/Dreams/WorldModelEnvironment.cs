using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>
/// An environment that exists only in the world model: every step's frame is drawn from its tokens. When the next step does
/// not fit into the context, all is forgotten but the current frame, and positions start anew, as in the original.
/// </summary>
public sealed class WorldModelEnvironment : IDisposable
{
    private readonly IFrameTokenizer _tokenizer;
    private readonly WorldModel _model;
    private readonly ITokenSampler _sampler;
    private IDream? _dream;
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

    /// <summary>The world model's memory, for whoever looks at it.</summary>
    public BackboneMemory? Memory => _dream?.Memory;

    /// <summary>Tokens in the world model's memory.</summary>
    public long ContextLength => _dream?.ContextLength ?? 0;

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
        if (_dream is null || !_dream.HasRoom(predictNext))
            Refresh();
        var (answer, tokens) = _dream!.Step(actions, _sampler, predictNext);
        SetTokens(tokens);
        scope.Keep(answer.Rewards, answer.Ends);
        return answer;
    }

    /// <summary>The current frame, [B, C, H, W] in [0, 1].</summary>
    public Tensor Decode() => _tokenizer.DecodeTokens(ObservationTokens);

    public void Dispose()
    {
        _dream?.Dispose();
        _tokens?.Dispose();
    }

    private void Refresh()
    {
        long batch = ObservationTokens.Size(0);
        if (_dream is null || _dream.Batch != batch)
        {
            _dream?.Dispose();
            _dream = _model.CreateDream(batch);
        }
        _dream.Begin(ObservationTokens);
    }

    private void SetTokens(Tensor tokens)
    {
        _tokens?.Dispose();
        _tokens = tokens.KeepAlive();
    }
}
