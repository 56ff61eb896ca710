using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>A dream token by token: each is drawn from what all before it say, in one pass of the backbone each.</summary>
internal sealed class TokenDream(TokenWorldModel model, long batch) : IDream
{
    private readonly IBackboneState _state = model.CreateState(batch);
    private Tensor? _last;

    public long Batch => _state.Batch;

    public long ContextLength => _state.Length;

    public BackboneMemory? Memory =>
        _last is null ? null : new(model.Backbone, _state, model.EmbedAt(_last, _state.Length - 1), model.Options.TokensPerBlock);

    public bool HasRoom(bool predictNext) => _state.Length + Passes(predictNext) <= model.Options.MaxTokens;

    public void Begin(Tensor tokens)
    {
        _state.Clear();
        model.Advance(tokens, _state);
        SetLast(tokens.Narrow(1, tokens.Size(1) - 1, 1));
    }

    public (ImaginedStep Answer, Tensor Tokens) Step(Tensor actions, ITokenSampler sampler, bool predictNext)
    {
        var output = model.Forward(actions.Reshape(-1, 1), _state);
        var answer = ImaginedStep.Draw(output.LogitsRewards!.Select(1, 0), output.LogitsEnds!.Select(1, 0), sampler);
        var tokens = new List<Tensor> { sampler.Sample(output.LogitsObservations!) }; // [B, 1] each
        int passes = Passes(predictNext);
        for (int k = 1; k < passes; k++)
        {
            // The frame's last token is fed like the others, though an action follows it and nothing is drawn.
            if (k == passes - 1)
                model.Advance(tokens[^1], _state);
            else
                tokens.Add(sampler.Sample(model.Forward(tokens[^1], _state).LogitsObservations!));
        }
        SetLast(passes > 1 ? tokens[^1] : actions.Reshape(-1, 1));
        return (answer, Tensor.Cat(tokens.ToArray(), 1));
    }

    public void Dispose()
    {
        _state.Dispose();
        _last?.Dispose();
    }

    /// <summary>What was fed last, integers [B, 1].</summary>
    private void SetLast(Tensor token)
    {
        _last?.Dispose();
        _last = token.Clone().KeepAlive();
    }

    private int Passes(bool predictNext) => predictNext ? 1 + model.TokensPerObservation : 1;
}
